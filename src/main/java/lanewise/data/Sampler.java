package lanewise.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Chooses the samples of each minibatch. The choice follows from the seed and the number of the minibatch alone, so the number is all that
/// must be kept to go on later, and a draw allocates nothing but its generator.
public final class Sampler {

    /// Odd, so that no two numbers of minibatches give one seed.
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Sampling sampling;
    private final int samples;
    private final int batch;
    private final long seed;
    private final int[] order; // of an epoch; otherwise the samples by number
    private final int[] swapped; // with which the first elements of the order changed places
    private long epoch = -1; // that the order is of

    /// @param samples to choose from
    /// @param batch   samples of a minibatch; [Sampling#SINGLE] and [Sampling#FULL] do not read it
    /// @throws IllegalArgumentException if there are no samples, or a minibatch is empty or larger than they are
    public Sampler(Sampling sampling, int samples, int batch, long seed) {
        this.sampling = sampling;
        this.samples = samples;
        this.batch = switch (sampling) {
            case SINGLE -> 1;
            case FULL -> samples;
            default -> batch;
        };
        this.seed = seed;
        if (samples < 1 || this.batch < 1 || (this.batch > samples && sampling != Sampling.WITH_REPLACEMENT)) {
            throw new IllegalArgumentException("a minibatch must have between 1 and " + samples + " samples, had " + batch);
        }
        order = IntStream.range(0, samples).toArray();
        swapped = new int[this.batch];
    }

    /// Samples of a minibatch; the last of an epoch may have fewer.
    public int batch() {
        return batch;
    }

    /// Minibatches until as many samples have been taken as there are: of [Sampling#EPOCHS_WHOLE] those of its epochs.
    public long updatesPerEpoch() {
        return sampling == Sampling.EPOCHS_WHOLE ? samples / batch : Math.ceilDiv(samples, batch);
    }

    /// Writes the numbers of the samples of a minibatch.
    ///
    /// @param minibatch counted from 1
    /// @param to        takes them; at least [#batch] long
    /// @return how many they are
    public int draw(long minibatch, int[] to) {
        switch (sampling) {
            case EPOCHS, EPOCHS_WHOLE -> {
                return drawOfEpoch(minibatch - 1, to);
            }
            case WITH_REPLACEMENT, SINGLE -> {
                SplittableRandom random = random(minibatch);
                for (int i = 0; i < batch; i++) to[i] = random.nextInt(samples);
            }
            case WITHOUT_REPLACEMENT -> drawWithoutReplacement(random(minibatch), to);
            case FULL -> System.arraycopy(order, 0, to, 0, samples);
        }
        return batch;
    }

    private int drawOfEpoch(long passed, int[] to) {
        long updates = updatesPerEpoch();
        long wanted = passed / updates;
        if (epoch != wanted) {
            Arrays.setAll(order, i -> i);
            Split.shuffle(order, samples, random(wanted));
            epoch = wanted;
        }
        int from = (int) (passed % updates) * batch;
        int count = Math.min(batch, samples - from);
        System.arraycopy(order, from, to, 0, count);
        return count;
    }

    /// The first steps of a shuffle, which are taken back afterwards: the choice must not depend on those before.
    private void drawWithoutReplacement(SplittableRandom random, int[] to) {
        for (int i = 0; i < batch; i++) {
            swapped[i] = random.nextInt(i, samples);
            swap(i, swapped[i]);
            to[i] = order[i];
        }
        for (int i = batch - 1; i >= 0; i--) swap(i, swapped[i]);
    }

    private void swap(int i, int j) {
        int element = order[i];
        order[i] = order[j];
        order[j] = element;
    }

    private SplittableRandom random(long number) {
        long z = (seed ^ number * GOLDEN) * 0xBF58476D1CE4E5B9L; // neighbouring numbers must not have neighbouring seeds
        return new SplittableRandom(z ^ (z >>> 29));
    }
}
