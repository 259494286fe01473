package lanewise.experiment;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// What a figure is compared with.
public sealed interface Reference {

    /// Whether these values are the reference.
    boolean holds(double[] values);

    /// Values as they are to be shown beside it, with at most so many decimals.
    String show(double[] values, int decimals);

    /// Numbers, of which every digit counts: values round to them.
    record Digits(List<BigDecimal> numbers) implements Reference {

        /// Each with the decimals that it is written with.
        public static Digits of(String... numbers) {
            return new Digits(Arrays.stream(numbers).map(BigDecimal::new).toList());
        }

        @Override
        public boolean holds(double[] values) {
            if (values.length != numbers.size()) return false;
            for (int k = 0; k < values.length; k++) {
                if (!Double.isFinite(values[k]) || !round(values[k], numbers.get(k).scale()).equals(numbers.get(k))) return false;
            }
            return true;
        }

        private static BigDecimal round(double value, int decimals) {
            return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
        }

        @Override
        public String show(double[] values, int decimals) {
            return tuple(values, k -> Math.min(decimals, numbers.get(k).scale()));
        }

        @Override
        public String toString() {
            String list = numbers.stream().map(BigDecimal::toPlainString).collect(joining(", "));
            return numbers.size() == 1 ? list : "(" + list + ")";
        }
    }

    /// A number that was printed with fewer digits than it has: it lies within half a unit of the last one, to either side.
    record Rounded(BigDecimal number) implements Reference {

        /// A half lies on the border whatever binary fractions make of it.
        private static final double BORDER = 0.5 * (1 + 1e-9);

        static Rounded of(String number) {
            return new Rounded(new BigDecimal(number));
        }

        @Override
        public boolean holds(double[] values) {
            return values.length == 1 && Math.abs(values[0] - number.doubleValue()) <= BORDER * number.ulp().doubleValue();
        }

        @Override
        public String show(double[] values, int decimals) {
            return tuple(values, _ -> Math.min(decimals, number.scale() + 3));
        }

        @Override
        public String toString() {
            return number.toPlainString();
        }
    }

    /// A count of steps; [Track#NEVER] for what must not happen.
    record Steps(double count) implements Reference {

        @Override
        public boolean holds(double[] values) {
            return values.length == 1 && values[0] == count;
        }

        @Override
        public String show(double[] values, int decimals) {
            return show(values[0]);
        }

        private static String show(double count) {
            return count == Track.NEVER ? "never" : tuple(new double[]{count}, _ -> 0);
        }

        @Override
        public String toString() {
            return show(count);
        }
    }

    /// A place, such as a well, and how near to it is there.
    record Place(List<Double> point, double within) implements Reference {

        @Override
        public boolean holds(double[] values) {
            return Track.distance(values, point.stream().mapToDouble(Double::doubleValue).toArray()) <= within;
        }

        @Override
        public String show(double[] values, int decimals) {
            return tuple(values, _ -> Math.min(decimals, 5));
        }

        @Override
        public String toString() {
            return "near " + point.stream().map(x -> String.format(Locale.ROOT, "%.0f", x)).collect(joining(", ", "(", ")"));
        }
    }

    private static String tuple(double[] values, IntUnaryOperator decimals) {
        String list = IntStream.range(0, values.length).mapToObj(k -> Double.isFinite(values[k])
                ? Digits.round(values[k], decimals.applyAsInt(k)).toPlainString()
                : Double.toString(values[k])).collect(joining(", "));
        return values.length == 1 ? list : "(" + list + ")";
    }
}
