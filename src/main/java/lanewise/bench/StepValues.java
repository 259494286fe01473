package lanewise.bench;

import lanewise.data.IndexedNoise;
import lanewise.optim.FiniteCheck;

/// What the arrays of a step hold. Each value depends on the index of its element alone, so that any element can be replayed alone.
enum StepValues {
    /// Gradients far from the subnormals, their squares as well, and small next to the parameters; state from zero, as training begins.
    ORDINARY {
        @Override
        float gradient(int index) {
            float noise = IndexedNoise.at(GRADIENT_SEED, index);
            return Math.copySign(SMALLEST_GRADIENT + (LARGEST_GRADIENT - SMALLEST_GRADIENT) * Math.abs(noise), noise);
        }

        @Override
        float state(int array, int index) {
            return 0;
        }

        @Override
        boolean allows(float value) {
            return value == 0 || Math.abs(value) >= Float.MIN_NORMAL;
        }
    },
    /// What is left long after a parameter's last gradient: averages decay into the subnormals and stay there, because a few units in the
    /// last place times 0.9 round to themselves.
    SUBNORMAL_STATE {
        @Override
        float gradient(int index) {
            return 0;
        }

        @Override
        float state(int array, int index) {
            return Float.MIN_NORMAL / 2;
        }

        @Override
        boolean allows(float value) {
            return value != 0 && Math.abs(value) < Float.MIN_NORMAL;
        }
    },
    /// The history of L-BFGS: steps, then the changes of the gradient along them, which rises by a curvature between 0.5 and 1.5.
    PAIRS {
        @Override
        float gradient(int index) {
            return ORDINARY.gradient(index);
        }

        @Override
        float state(int array, int index) {
            if (array == 2 * LbfgsBenchmark.HISTORY) return 0; // the direction
            float step = ORDINARY.gradient(index) * IndexedNoise.at(STEP_SEED + array % LbfgsBenchmark.HISTORY, index);
            return array < LbfgsBenchmark.HISTORY ? step : step * (1 + IndexedNoise.at(CURVATURE_SEED, index) / 2);
        }

        @Override
        boolean allows(float value) {
            return ORDINARY.allows(value);
        }
    };

    private static final int PARAMETER_SEED = 1;
    private static final int GRADIENT_SEED = 2;
    private static final int CURVATURE_SEED = 5;
    private static final int STEP_SEED = 100;
    private static final float SMALLEST_GRADIENT = 0.005f;
    private static final float LARGEST_GRADIENT = 0.01f;
    private static final float LARGEST_PARAMETER = 0.1f;

    static float parameter(int index) {
        return LARGEST_PARAMETER * IndexedNoise.at(PARAMETER_SEED, index);
    }

    /// At even steps; at odd ones its negative.
    abstract float gradient(int index);

    /// What state array number `array` begins with.
    abstract float state(int array, int index);

    /// Whether a step may leave this finite number: other values change its time.
    abstract boolean allows(float value);

    /// @throws IllegalStateException naming the first element of the range that is not allowed, counted from its start
    void require(String name, float[] a, int from, int to) {
        int bad = FiniteCheck.indexOfNotFinite(a, from, to);
        int end = bad < 0 ? to : bad;
        for (int i = from; i < end; i++) {
            if (!allows(a[i])) {
                bad = i;
                break;
            }
        }
        if (bad >= 0) {
            throw new IllegalStateException(
                    name + "[" + (bad - from) + "] is " + a[bad] + " after the trial: such values change the time of a step");
        }
    }
}
