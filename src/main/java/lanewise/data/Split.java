package lanewise.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A set of samples in a random order, divided into three.
///
/// @param training   what is learned from
/// @param validation what is looked at while learning, to stop in time
/// @param test       what is looked at when all is done; null where it comes apart
public record Split(Samples training, Samples validation, Samples test) {

    /// Divides a set. The order follows from the seed alone.
    ///
    /// @param validation how many samples it takes
    /// @param test       how many samples it takes; the rest is for training
    /// @throws IllegalArgumentException if one of the three would be empty
    public static Split of(Samples samples, int validation, int test, long seed) {
        int training = samples.count() - validation - test;
        if (validation < 1 || test < 1 || training < 1) {
            throw new IllegalArgumentException("each part of " + samples.count() + " samples must have at least 1, had " + training
                    + " for training, " + validation + " for validation and " + test + " for the test");
        }
        int[] order = order(samples.count(), seed);
        return new Split(samples.select(Arrays.copyOf(order, training)),
                samples.select(Arrays.copyOfRange(order, training, training + validation)),
                samples.select(Arrays.copyOfRange(order, training + validation, order.length)));
    }

    /// Sets samples of a training set aside for validation, where the test samples come apart.
    ///
    /// @throws IllegalArgumentException if one of the two would be empty
    public static Split of(Samples samples, int validation, long seed) {
        int training = samples.count() - validation;
        if (validation < 1 || training < 1) {
            throw new IllegalArgumentException("between 1 and " + (samples.count() - 1) + " of " + samples.count()
                    + " samples can be set aside for validation, not " + validation);
        }
        int[] order = order(samples.count(), seed);
        return new Split(samples.select(Arrays.copyOf(order, training)), samples.select(Arrays.copyOfRange(order, training, order.length)),
                null);
    }

    /// The numbers below `count` in an order that follows from the seed.
    static int[] order(int count, long seed) {
        int[] order = IntStream.range(0, count).toArray();
        shuffle(order, count, new SplittableRandom(seed));
        return order;
    }

    /// Puts a random choice of `chosen` elements at the beginning, each order of each choice as likely as any other.
    static void shuffle(int[] order, int chosen, SplittableRandom random) {
        for (int i = 0; i < chosen && i < order.length - 1; i++) {
            int other = random.nextInt(i, order.length);
            int element = order[i];
            order[i] = order[other];
            order[other] = element;
        }
    }
}
