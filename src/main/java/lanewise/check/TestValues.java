package lanewise.check;

import java.util.random.RandomGenerator;

/// Values chosen to hurt. Gradients are never all zero: a kernel that is skipped would go unnoticed.
public enum TestValues {
    /// What training sees, with a zero of either sign now and then.
    ORDINARY,
    /// Subnormals and their neighbours, whose squares vanish.
    TINY,
    /// Up to the largest float, so that squares and sums overflow.
    HUGE,
    /// All of these with infinities and NaN between them, in the initial state too.
    HOSTILE;

    private static final int ONE_IN = 8;

    float next(RandomGenerator random) {
        return switch (this) {
            case ORDINARY -> random.nextInt(ONE_IN) == 0 ? signed(random, 0f) : (float) random.nextGaussian();
            case TINY -> signed(random, Float.intBitsToFloat(random.nextInt(Float.floatToIntBits(4 * Float.MIN_NORMAL))));
            case HUGE -> signed(random, random.nextFloat() * Float.MAX_VALUE);
            case HOSTILE -> switch (random.nextInt(ONE_IN)) {
                case 0 -> signed(random, Float.POSITIVE_INFINITY);
                case 1 -> Float.NaN;
                case 2 -> HUGE.next(random);
                case 3 -> TINY.next(random);
                default -> ORDINARY.next(random);
            };
        };
    }

    /// State starts at zero, as an optimizer's does, but for [#HOSTILE].
    float nextState(RandomGenerator random) {
        return this == HOSTILE ? next(random) : 0f;
    }

    private static float signed(RandomGenerator random, float magnitude) {
        return random.nextBoolean() ? magnitude : -magnitude;
    }
}
