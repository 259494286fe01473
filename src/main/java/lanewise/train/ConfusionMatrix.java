package lanewise.train;

import java.util.Arrays;

/// How often samples of each class were taken for each class: rows are true classes, columns what was said.
public final class ConfusionMatrix {

    private final long[][] counts;

    /// An empty one.
    ///
    /// @throws IllegalArgumentException if there are fewer than two classes
    public ConfusionMatrix(int classes) {
        if (classes < 2) throw new IllegalArgumentException("there must be at least 2 classes, were " + classes);
        counts = new long[classes][classes];
    }

    /// With counts that are known, which are copied.
    ///
    /// @throws IllegalArgumentException if they are not square
    public static ConfusionMatrix of(long[][] counts) {
        ConfusionMatrix matrix = new ConfusionMatrix(counts.length);
        for (int row = 0; row < counts.length; row++) {
            if (counts[row].length != counts.length) throw new IllegalArgumentException("a confusion matrix must be square");
            matrix.counts[row] = counts[row].clone();
        }
        return matrix;
    }

    /// Counts one more sample.
    public void add(int trueClass, int said) {
        counts[trueClass][said]++;
    }

    /// The number of classes.
    public int classes() {
        return counts.length;
    }

    /// How often a class was taken for another, or for itself.
    public long count(int trueClass, int said) {
        return counts[trueClass][said];
    }

    /// The share of samples that were taken for what they are.
    public double accuracy() {
        return (double) correct() / total();
    }

    /// Matthews' correlation of several classes: 1 where all samples are right, about 0 where what is said does not depend on what is true.
    ///
    ///     (c·s − Σ pₖtₖ) / √((s² − Σ pₖ²)(s² − Σ tₖ²))     s samples, c correct; class k is said pₖ times and true tₖ times
    ///
    /// 0 where everything is of one class or taken for one. Source: Gorodkin, *Comparing two K-category assignments by a K-category correlation
    /// coefficient*, 2004, equation 8.
    public double matthews() {
        long total = total();
        double agreed = (double) correct() * total;
        double said = (double) total * total;
        double truth = said;
        for (int k = 0; k < counts.length; k++) {
            int column = k;
            double ofRow = Arrays.stream(counts[k]).sum();
            double ofColumn = Arrays.stream(counts).mapToLong(row -> row[column]).sum();
            agreed -= ofRow * ofColumn;
            said -= ofColumn * ofColumn;
            truth -= ofRow * ofRow;
        }
        return said == 0 || truth == 0 ? 0 : agreed / Math.sqrt(said * truth);
    }

    private long correct() {
        long correct = 0;
        for (int k = 0; k < counts.length; k++) correct += counts[k][k];
        return correct;
    }

    /// All samples.
    public long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /// The counts, a line a true class, in columns.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        int width = Long.toString(Arrays.stream(counts).flatMapToLong(Arrays::stream).max().orElse(0)).length() + 1;
        for (long[] row : counts) {
            for (long count : row) text.append(" ".repeat(width - Long.toString(count).length())).append(count);
            text.append('\n');
        }
        return text.toString();
    }
}
