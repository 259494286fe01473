package lanewise.stats;

import java.util.Arrays;

/// Order statistics of a few values, none of them assumed to be well behaved.
public final class Sample {

    private Sample() {}

    /// The middle value, or the mean of the two in the middle.
    ///
    /// @throws IllegalArgumentException if there is no value
    public static double median(double... values) {
        if (values.length == 0) throw new IllegalArgumentException("a median needs at least one value, had none");
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// Half of the values lie within this fraction of the median: the median absolute deviation, divided by the median.
    ///
    /// @throws IllegalArgumentException if there is no value
    public static double spread(double... values) {
        double median = median(values);
        return median(Arrays.stream(values).map(value -> Math.abs(value - median)).toArray()) / median;
    }
}
