package lanewise.data;

import java.util.Random;
import java.util.random.RandomGenerator;

/// Sets of samples that are computed, not collected. Each follows from its seed, on every machine.
///
/// Angles go through [StrictMath], and [Random] has its draws specified, the normal ones included.
public final class GeneratedSets {

    private static final double DAYS_A_YEAR = 365.25;

    private GeneratedSets() {}

    /// Three arms of a spiral, of two coordinates: arm k turns from angle 4k to 4(k + 1), in units of 2.5 radians, with normal noise of 0.2.
    ///
    /// Source: Karpathy, *CS231n: Convolutional Neural Networks for Visual Recognition*, "Putting it together: Minimal Neural Network Case
    /// Study", with the angles of Kinsley and Kukieła, *Neural Networks from Scratch in Python*, 2020, chapter 3.
    ///
    /// @param perClass samples of each arm, at least 2
    public static Samples spiral(int perClass, long seed) {
        requireAtLeast("perClass", 2, perClass);
        Random random = new Random(seed);
        float[] values = new float[2 * 3 * perClass];
        int[] labels = new int[3 * perClass];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / perClass;
            double radius = (double) (i % perClass) / (perClass - 1);
            double angle = 2.5 * (4 * labels[i] + 4 * radius + 0.2 * random.nextGaussian());
            values[2 * i] = (float) (radius * StrictMath.sin(angle));
            values[2 * i + 1] = (float) (radius * StrictMath.cos(angle));
        }
        return new Samples("a generated spiral", 2, 3, values, labels);
    }

    /// Two crescents that reach into each other, of two coordinates, with normal noise. Classes take turns.
    ///
    /// @param count of samples
    /// @param noise the standard deviation of what is added to each coordinate; the crescents have radius 1
    public static Samples twoClasses(int count, double noise, long seed) {
        requireAtLeast("count", 2, count);
        Random random = new Random(seed);
        float[] values = new float[2 * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 2;
            double angle = Math.PI * random.nextDouble();
            double x = labels[i] == 0 ? StrictMath.cos(angle) : 1 - StrictMath.cos(angle);
            double y = labels[i] == 0 ? StrictMath.sin(angle) : 0.5 - StrictMath.sin(angle);
            values[2 * i] = (float) (x + noise * random.nextGaussian());
            values[2 * i + 1] = (float) (y + noise * random.nextGaussian());
        }
        return new Samples("a generated set of two classes", 2, 2, values, labels);
    }

    /// The temperatures of a made-up place, day by day: a smooth year from 0 °C in January to 20 °C in July, with normal noise of 4 degrees.
    ///
    /// @param days from the first of January on
    public static double[] temperatures(int days, long seed) {
        requireAtLeast("days", 1, days);
        Random random = new Random(seed);
        double[] degrees = new double[days];
        for (int d = 0; d < days; d++)
            degrees[d] = 10 - 10 * StrictMath.cos(2 * Math.PI * (d - 15) / DAYS_A_YEAR) + 4 * random.nextGaussian();
        return degrees;
    }

    /// Images of several channels whose classes differ in a pattern of waves: each image is its class's pattern, moved by up to a quarter of
    /// the side, dimmed, with normal noise. Values lie around 0.
    ///
    /// @param side     of an image, in pixels
    /// @param channels the fastest index of a pixel, as convolutions take them
    public static Samples images(int count, int side, int channels, int classes, long seed) {
        requireAtLeast("count", 1, count);
        Random random = new Random(seed);
        double[][] waves = new double[classes * channels][];
        for (int k = 0; k < waves.length; k++) waves[k] = wave(random);
        int width = side * side * channels;
        float[] values = new float[count * width];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(classes);
            double right = 0.25 * random.nextDouble();
            double down = 0.25 * random.nextDouble();
            double strength = 0.3 + 0.7 * random.nextDouble();
            for (int p = 0; p < width; p++) {
                double[] wave = waves[labels[i] * channels + p % channels];
                int pixel = p / channels;
                int column = pixel % side;
                int row = pixel / side;
                double x = (double) column / side + right;
                double y = (double) row / side + down;
                double height = StrictMath.sin(wave[0] * x + wave[1] * y + wave[2]);
                values[i * width + p] = (float) (strength * height + 0.5 * random.nextGaussian());
            }
        }
        return new Samples("generated images", width, classes, values, labels);
    }

    /// Frequencies along both axes, and a phase.
    private static double[] wave(RandomGenerator random) {
        return new double[]{random.nextDouble(-12, 12), random.nextDouble(-12, 12), random.nextDouble(0, 2 * Math.PI)};
    }

    private static void requireAtLeast(String name, int least, int value) {
        if (value < least) throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
    }
}
