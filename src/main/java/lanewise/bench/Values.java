package lanewise.bench;

import lanewise.data.IndexedNoise;

/// What the arrays of a step hold. Each value depends on the index of its element alone, so that any element can be replayed apart.
enum Values {
    /// Gradients far from the subnormals, their squares as well, and small beside the parameters; state from zero, as training begins.
    ORDINARY {
        @Override
        float gradient(int index) {
            float noise = IndexedNoise.at(GRADIENT_SEED, index);
            return Math.copySign(SMALLEST_GRADIENT + (LARGEST_GRADIENT - SMALLEST_GRADIENT) * Math.abs(noise), noise);
        }

        @Override
        float state() {
            return 0;
        }

        @Override
        boolean allows(float value) {
            return value == 0 || (Math.abs(value) >= Float.MIN_NORMAL && Math.abs(value) <= Float.MAX_VALUE);
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
        float state() {
            return Float.MIN_NORMAL / 2;
        }

        @Override
        boolean allows(float value) {
            return value != 0 && Math.abs(value) < Float.MIN_NORMAL;
        }
    };

    private static final int PARAMETER_SEED = 1;
    private static final int GRADIENT_SEED = 2;
    private static final float SMALLEST_GRADIENT = 0.005f;
    private static final float LARGEST_GRADIENT = 0.01f;
    private static final float LARGEST_PARAMETER = 0.1f;

    static float parameter(int index) {
        return LARGEST_PARAMETER * IndexedNoise.at(PARAMETER_SEED, index);
    }

    /// At even steps; at odd ones its negative.
    abstract float gradient(int index);

    abstract float state();

    /// Whether a step may leave this: other values change its time.
    abstract boolean allows(float value);

    /// @throws IllegalStateException naming the first element of the range that is not allowed, counted from its start
    void require(String name, float[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!allows(a[i])) {
                throw new IllegalStateException(
                        name + "[" + (i - from) + "] is " + a[i] + " after the trial: such values change the time of a step");
            }
        }
    }
}
