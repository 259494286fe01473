package lanewise.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/// Samples with their classes: each has `width` values and a label from 0 to `classes` − 1. Where the samples are grey images, the values are
/// their pixels, row by row.
public final class Samples {

    private final String name;
    private final int width;
    private final int classes;
    private final float[] values;
    private final int[] labels;

    /// @param name   what messages and reports call the set
    /// @param values of the samples, one sample after the other; kept, not copied
    /// @param labels one a sample; kept, not copied
    /// @throws IllegalArgumentException if there is no sample, the arrays do not fit each other, or a label is out of its range
    public Samples(String name, int width, int classes, float[] values, int[] labels) {
        if (labels.length < 1) throw new IllegalArgumentException(name + " must have at least 1 sample, had none");
        if (values.length != (long) width * labels.length) {
            throw new IllegalArgumentException(name + " must have " + width + " values for each of " + labels.length + " samples, had "
                    + values.length);
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        name + " must have labels from 0 to " + (classes - 1) + ", sample " + i + " has " + labels[i]);
            }
        }
        this.name = name;
        this.width = width;
        this.classes = classes;
        this.values = values;
        this.labels = labels;
    }

    /// What messages and reports call the set.
    public String name() {
        return name;
    }

    /// The number of samples.
    public int count() {
        return labels.length;
    }

    /// The number of values of a sample.
    public int width() {
        return width;
    }

    /// The number of classes.
    public int classes() {
        return classes;
    }

    /// The class of a sample.
    public int label(int sample) {
        return labels[sample];
    }

    /// A value of a sample.
    public float value(int sample, int index) {
        return values[sample * width + index];
    }

    /// Copies the values of a sample to a place in another array.
    public void copy(int sample, float[] to, int at) {
        System.arraycopy(values, sample * width, to, at, width);
    }

    /// Writes the label of a sample as `classes` targets: 1 for its class and 0 for the others. A set of two classes whose network has one
    /// output has the label itself as its target.
    ///
    /// @param outputs of the network: the number of classes, or 1
    /// @throws IllegalArgumentException if the outputs are neither
    public void target(int sample, int outputs, float[] to, int at) {
        if (outputs == 1 && classes == 2) {
            to[at] = labels[sample];
            return;
        }
        requireOutputs(outputs);
        Arrays.fill(to, at, at + outputs, 0);
        to[at + labels[sample]] = 1;
    }

    /// @throws IllegalArgumentException if a network with so many outputs cannot tell the classes apart
    public void requireOutputs(int outputs) {
        if (outputs != classes && !(outputs == 1 && classes == 2)) {
            throw new IllegalArgumentException(
                    name + " has " + classes + " classes, a network for it must have as many outputs, had " + outputs);
        }
    }

    /// These samples alone, in this order.
    public Samples select(int... samples) {
        float[] chosen = new float[samples.length * width];
        int[] theirs = new int[samples.length];
        for (int i = 0; i < samples.length; i++) {
            copy(samples[i], chosen, i * width);
            theirs[i] = labels[samples[i]];
        }
        return new Samples(name, width, classes, chosen, theirs);
    }

    /// The first samples, or all if there are fewer.
    public Samples first(int count) {
        return count >= count() ? this : select(IntStream.range(0, count).toArray());
    }

    /// Square images of half the side, whose pixels are the means of 2 × 2 pixels.
    ///
    /// @throws IllegalArgumentException if a sample is no square image of an even side
    public Samples halved() {
        int side = side();
        if (side % 2 != 0) throw new IllegalArgumentException(name + " must have images of an even side to be halved, has " + side);
        int half = side / 2;
        float[] means = new float[count() * half * half];
        for (int i = 0; i < means.length; i++) {
            int sample = i / (half * half);
            int top = sample * width + i / half % half * 2 * side + i % half * 2;
            means[i] = ((values[top] + values[top + 1]) + (values[top + side] + values[top + side + 1])) / 4;
        }
        return new Samples(name, half * half, classes, means, labels);
    }

    /// Square images of twice the side, each pixel four times.
    ///
    /// @throws IllegalArgumentException if a sample is no square image
    public Samples doubled() {
        int side = side();
        int twice = 2 * side;
        float[] pixels = new float[count() * twice * twice];
        for (int i = 0; i < pixels.length; i++) {
            int sample = i / (twice * twice);
            pixels[i] = values[sample * width + i / twice % twice / 2 * side + i % twice / 2];
        }
        return new Samples(name, twice * twice, classes, pixels, labels);
    }

    /// The side of the square images that the samples are.
    ///
    /// @throws IllegalArgumentException if they are none
    public int side() {
        int side = (int) Math.sqrt(width);
        if (side * side != width)
            throw new IllegalArgumentException(name + " must have square images, has samples of " + width + " values");
        return side;
    }

    /// A number that another set is unlikely to have: the CRC-32 of all values and labels.
    public long checksum() {
        CRC32 crc = new CRC32();
        for (float value : values) update(crc, Float.floatToIntBits(value));
        for (int label : labels) update(crc, label);
        return crc.getValue();
    }

    private static void update(CRC32 crc, int bits) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) crc.update(bits >>> shift);
    }
}
