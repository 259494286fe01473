package lanewise.train;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/// How long the parts of each step take, in nanoseconds with three significant digits: the forward pass with the choice of its samples, the
/// backward pass with the loss, the update, and all of them. See [#cost] for what it takes to record them.
public final class StepLatency {

    /// What is longer counts as so long.
    private static final long LONGEST_NANOSECONDS = TimeUnit.MINUTES.toNanos(10);
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};
    private static final double MICRO = 1_000;
    private static final int CALIBRATIONS = 200_000;

    private final Histogram[] parts = new Histogram[Part.values().length];

    /// A part of a step.
    public enum Part {
        /// The choice of samples and the forward pass.
        FORWARD,
        /// The loss and the backward pass.
        BACKWARD,
        /// The optimizer's update.
        UPDATE,
        /// The whole step.
        TOTAL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Empty histograms.
    public StepLatency() {
        for (Part part : Part.values()) {
            parts[part.ordinal()] = new Histogram(LONGEST_NANOSECONDS, SIGNIFICANT_DIGITS);
            parts[part.ordinal()].setTag(part.toString());
        }
        long now = System.currentTimeMillis();
        for (Histogram histogram : parts) histogram.setStartTimeStamp(now);
    }

    /// Counts a step, from four readings of the clock and of its beginning.
    void record(long begin, long forward, long backward, long end) {
        count(Part.FORWARD, forward - begin);
        count(Part.BACKWARD, backward - forward);
        count(Part.UPDATE, end - backward);
        count(Part.TOTAL, end - begin);
    }

    private void count(Part part, long nanoseconds) {
        parts[part.ordinal()].recordValue(Math.clamp(nanoseconds, 0, LONGEST_NANOSECONDS));
    }

    /// The histogram of a part, in nanoseconds.
    public Histogram of(Part part) {
        return parts[part.ordinal()];
    }

    /// Percentiles of each part in microseconds, a line a part.
    public String table() {
        StringBuilder text = new StringBuilder("microseconds     p50       p90       p99     p99.9    p99.99       max\n");
        for (Part part : Part.values()) {
            text.append(String.format(Locale.ROOT, "%-10s", part));
            for (double percentile : PERCENTILES) {
                text.append(String.format(Locale.ROOT, "%10.2f", of(part).getValueAtPercentile(percentile) / MICRO));
            }
            text.append(String.format(Locale.ROOT, "%10.2f%n", of(part).getMaxValue() / MICRO));
        }
        return text.toString();
    }

    /// What recording a step takes, in nanoseconds: the mean of many, four looks at the clock included, measured now on this machine.
    public static double cost() {
        StepLatency scratch = new StepLatency();
        long begin = 0;
        for (int k = 0; k < 2 * CALIBRATIONS; k++) {
            if (k == CALIBRATIONS) begin = System.nanoTime(); // those before were to get it compiled
            scratch.record(System.nanoTime(), System.nanoTime(), System.nanoTime(), System.nanoTime());
        }
        return (double) (System.nanoTime() - begin) / CALIBRATIONS;
    }

    /// Writes the histograms as an HdrHistogram log, which its viewers and `HistogramLogProcessor -tag total` read.
    ///
    /// @throws IOException if the file cannot be written
    public void write(Path file) throws IOException {
        long now = System.currentTimeMillis();
        try (PrintStream stream = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            HistogramLogWriter writer = new HistogramLogWriter(stream);
            long start = parts[0].getStartTimeStamp();
            writer.outputComment("Steps of training, nanoseconds; tags: forward, backward, update, total");
            writer.outputLogFormatVersion();
            writer.outputStartTime(start);
            writer.setBaseTime(start);
            writer.outputLegend();
            for (Histogram histogram : parts) {
                histogram.setEndTimeStamp(now);
                writer.outputIntervalHistogram(histogram);
            }
            if (stream.checkError()) throw new IOException(file + " cannot be written");
        }
    }
}
