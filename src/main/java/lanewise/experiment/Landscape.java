package lanewise.experiment;

import java.util.Optional;

/// The functions that are descended, of one coordinate or two, with their gradients, in double.
///
/// Only exactly rounded operations and [StrictMath], so that the figures are the same on every machine.
public enum Landscape {

    PARABOLA("6x² − 12x + 3", 1) {
        @Override
        public double value(double... p) {
            return 6 * p[0] * p[0] - 12 * p[0] + 3;
        }

        @Override
        public double[] gradient(double... p) {
            return new double[]{12 * p[0] - 12};
        }
    },

    BOWL("6x² + 9y² − 12x − 14y + 3", 2) {
        @Override
        public double value(double... p) {
            return 6 * p[0] * p[0] + 9 * p[1] * p[1] - 12 * p[0] - 14 * p[1] + 3;
        }

        @Override
        public double[] gradient(double... p) {
            return new double[]{12 * p[0] - 12, 18 * p[1] - 14};
        }
    },

    CANYON("6x² + 40y² − 12x − 30y + 3", 2) {
        @Override
        public double value(double... p) {
            return 6 * p[0] * p[0] + 40 * p[1] * p[1] - 12 * p[0] - 30 * p[1] + 3;
        }

        @Override
        public double[] gradient(double... p) {
            return new double[]{12 * p[0] - 12, 80 * p[1] - 30};
        }
    },

    TWO_WELLS("−2 exp(−((x + 1)² + (y − 1)²)/2) − exp(−((x − 1)² + (y + 1)²)/2)", 2) {
        @Override
        public double value(double... p) {
            return -deep(p) - shallow(p);
        }

        @Override
        public double[] gradient(double... p) {
            return new double[]{
                    deep(p) * (p[0] + 1) + shallow(p) * (p[0] - 1),
                    deep(p) * (p[1] - 1) + shallow(p) * (p[1] + 1)};
        }

        private static double deep(double[] p) {
            return 2 * StrictMath.exp(-((p[0] + 1) * (p[0] + 1) + (p[1] - 1) * (p[1] - 1)) / 2);
        }

        private static double shallow(double[] p) {
            return StrictMath.exp(-((p[0] - 1) * (p[0] - 1) + (p[1] + 1) * (p[1] + 1)) / 2);
        }
    },

    /// The last printed digits depend on how x³ is computed: it is rounded once here, as mathematical libraries do in most cases.
    QUARTIC("319/8400 x⁴ + 43/4200 x³ − 6799/8400 x² − 299/840 x + 6", 1) {
        @Override
        public double value(double... p) {
            double x = p[0];
            return 319.0 / 8400 * (cube(x) * x) + 43.0 / 4200 * cube(x) - 6799.0 / 8400 * (x * x) - 299.0 / 840 * x + 6;
        }

        @Override
        public double[] gradient(double... p) {
            double x = p[0];
            return new double[]{4 * 319.0 / 8400 * cube(x) + 3 * 43.0 / 4200 * (x * x) - 2 * 6799.0 / 8400 * x - 299.0 / 840};
        }

        private static double cube(double x) {
            double square = x * x;
            double lost = Math.fma(x, x, -square);
            double cube = square * x;
            return cube + (Math.fma(square, x, -cube) + lost * x);
        }
    },

    SADDLE("x² − y²", 2) {
        @Override
        public double value(double... p) {
            return p[0] * p[0] - p[1] * p[1];
        }

        @Override
        public double[] gradient(double... p) {
            return new double[]{2 * p[0], -2 * p[1]};
        }
    },

    /// A hundred and twenty times as steep across as it is along.
    VALLEY("x²/20 + 6y²", 2) {
        @Override
        public double value(double... p) {
            return p[0] * p[0] / 20 + 6 * p[1] * p[1];
        }

        @Override
        public double[] gradient(double... p) {
            return new double[]{p[0] / 10, 12 * p[1]};
        }
    },

    /// Twenty times as steep across as it is along.
    ELONGATED("x²/20 + y²", 2) {
        @Override
        public double value(double... p) {
            return p[0] * p[0] / 20 + p[1] * p[1];
        }

        @Override
        public double[] gradient(double... p) {
            return new double[]{p[0] / 10, 2 * p[1]};
        }
    },

    /// Four minima, the second from the left the lowest.
    RIPPLES("x²/5 + (sin 2x + sin 3x)/2", 1) {
        @Override
        public double value(double... p) {
            return p[0] * p[0] / 5 + (StrictMath.sin(2 * p[0]) + StrictMath.sin(3 * p[0])) / 2;
        }

        @Override
        public double[] gradient(double... p) {
            return new double[]{2 * p[0] / 5 + StrictMath.cos(2 * p[0]) + 1.5 * StrictMath.cos(3 * p[0])};
        }
    };

    private static final int GRID = 60; // cells to either side
    private static final double CELL = 0.1;
    private static final int STEPS_DOWN = 5_000;
    private static final double RATE_DOWN = 0.02;

    private final String formula;
    private final int dimensions;

    Landscape(String formula, int dimensions) {
        this.formula = formula;
        this.dimensions = dimensions;
    }

    public String formula() {
        return formula;
    }

    /// How many coordinates a point has.
    public int dimensions() {
        return dimensions;
    }

    /// The lowest point; empty if there is none. Computed by going down from the lowest point of a grid around the origin.
    public Optional<double[]> minimum() {
        if (this == SADDLE) return Optional.empty();
        double[] lowest = new double[dimensions];
        for (int i = -GRID; i <= GRID; i++) {
            for (int j = dimensions == 1 ? GRID : -GRID; j <= GRID; j++) {
                double[] p = dimensions == 1 ? new double[]{i * CELL} : new double[]{i * CELL, j * CELL};
                if (value(p) < value(lowest)) lowest = p;
            }
        }
        for (int step = 0; step < STEPS_DOWN; step++) {
            double[] slope = gradient(lowest);
            for (int k = 0; k < dimensions; k++) lowest[k] -= RATE_DOWN * slope[k];
        }
        return Optional.of(lowest);
    }

    /// The height at a point.
    public abstract double value(double... p);

    /// The derivative by each coordinate, in a new array.
    public abstract double[] gradient(double... p);
}
