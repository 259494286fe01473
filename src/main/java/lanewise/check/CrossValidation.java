package lanewise.check;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import lanewise.optim.Update;
import lanewise.optim.Variant;

/// Runs the three variants of an optimizer side by side and compares every array after every step, bit for bit.
///
/// Equality is that of [Float#compare]: −0.0 differs from 0.0, NaN equals NaN whatever its payload. Sizes do not depend on the machine,
/// so that the hash of the final states can be compared between machines, vector widths and compilers.
public final class CrossValidation {

    /// Around one, two and four vectors of 4, 8 and 16 lanes and around one of 32 and 64, and sizes that fit none.
    private static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 31, 32, 33, 55, 63, 64, 65, 100, 207, 1000, 4099};

    /// A range in its arrays: elements before it, elements behind it, and in how many slices the range is handed over.
    private record Position(int before, int behind, int slices) {}

    private static final List<Position> POSITIONS = List.of(
            new Position(0, 0, 1), new Position(1, 5, 1), new Position(23, 16, 1), new Position(5, 3, 3));

    private static final int STEPS = 6;
    private static final float CANARY = 12345.678f;

    /// What came of one subject.
    ///
    /// @param compared    arrays compared
    /// @param differences the first of each variant and case; empty if the variants agree
    /// @param hash        of the final states, the same on every machine if the variants are what they claim
    public record Result(String subject, long compared, List<Difference> differences, String hash) {}

    private final Subject subject;
    private final MessageDigest digest = sha256();
    private final List<Difference> differences = new ArrayList<>();
    private long compared;

    private CrossValidation(Subject subject) {
        this.subject = subject;
    }

    /// Compares the variants of one optimizer over all sizes, positions and values.
    public static Result run(Subject subject) {
        return run(subject, SIZES);
    }

    static Result run(Subject subject, int[] sizes) {
        CrossValidation validation = new CrossValidation(subject);
        for (int size : sizes) {
            for (TestValues values : TestValues.values()) {
                for (Position position : POSITIONS) {
                    validation.compare(size, values, position);
                }
            }
        }
        String hash = HexFormat.of().formatHex(validation.digest.digest(), 0, 8);
        return new Result(subject.name(), validation.compared, validation.differences, hash);
    }

    /// The arrays of one variant: parameters, then gradients, then state.
    private record VariantArrays(float[] w, float[] g, float[][] state) {

        static VariantArrays copyOf(VariantArrays other) {
            return new VariantArrays(other.w.clone(), other.g.clone(),
                    Arrays.stream(other.state).map(float[]::clone).toArray(float[][]::new));
        }

        float[] get(int k) {
            return k == 0 ? w : k == 1 ? g : state[k - 2];
        }
    }

    private void compare(int size, TestValues values, Position position) {
        // The stream restarts for each case: one that fails can be repeated alone.
        RandomGenerator random = new SplittableRandom(size * 31L + values.ordinal());
        int from = position.before;
        int to = from + size;
        int length = to + position.behind;
        VariantArrays scalar = new VariantArrays(canaries(length), canaries(length), new float[subject.state().size()][]);
        for (int i = from; i < to; i++) scalar.w[i] = values.next(random);
        for (int k = 0; k < scalar.state.length; k++) {
            scalar.state[k] = canaries(length);
            for (int i = from; i < to; i++) scalar.state[k][i] = values.nextState(random);
        }
        VariantArrays unrolled = VariantArrays.copyOf(scalar);
        VariantArrays simd = VariantArrays.copyOf(scalar);

        for (long t = 1; t <= STEPS; t++) {
            for (int i = from; i < to; i++) {
                float gradient = values.next(random);
                scalar.g[i] = gradient;
                unrolled.g[i] = gradient;
                simd.g[i] = gradient;
            }
            float[] gradients = scalar.g.clone();
            Update update = subject.optimizer().at(t, subject.learningRate() / t);
            update.apply(Variant.SCALAR, scalar.w, scalar.g, scalar.state, from, to);
            inSlices(position.slices, update, Variant.UNROLLED, unrolled, from, to);
            inSlices(position.slices, update, Variant.SIMD, simd, from, to);

            Case at = new Case(size, values, from, to, t);
            boolean equal = true;
            for (int k = 0; k < 2 + scalar.state.length; k++) {
                String name = k == 0 ? "w" : k == 1 ? "g" : subject.state().get(k - 2);
                equal &= agree(at, name, scalar.get(k), unrolled.get(k), simd.get(k));
                equal &= canariesLive(at, name, Variant.SCALAR, scalar.get(k));
                equal &= canariesLive(at, name, Variant.UNROLLED, unrolled.get(k));
                equal &= canariesLive(at, name, Variant.SIMD, simd.get(k));
            }
            equal &= same(at, "g", Variant.SCALAR, gradients, scalar.g);
            if (!equal) return; // all that follows would differ too
        }
        digest(scalar.w, from, to);
        for (float[] s : scalar.state) digest(s, from, to);
    }

    private static void inSlices(int slices, Update update, Variant variant, VariantArrays arrays, int from, int to) {
        for (int k = 0; k < slices; k++) {
            int begin = from + (to - from) * k / slices;
            int end = from + (to - from) * (k + 1) / slices;
            update.apply(variant, arrays.w, arrays.g, arrays.state, begin, end);
        }
    }

    private record Case(int size, TestValues values, int from, int to, long step) {}

    /// True if all three agree; otherwise the one that stands alone is to blame, or both others if the scalar kernel has no ally.
    private boolean agree(Case at, String array, float[] scalar, float[] unrolled, float[] simd) {
        compared += 2;
        int i = Math.min(mismatch(scalar, unrolled), mismatch(scalar, simd));
        if (i == scalar.length) return true;
        if (Float.compare(unrolled[i], simd[i]) == 0) {
            differ(at, array, Variant.SCALAR, i, unrolled[i], scalar[i]);
        } else {
            if (Float.compare(scalar[i], unrolled[i]) != 0) differ(at, array, Variant.UNROLLED, i, scalar[i], unrolled[i]);
            if (Float.compare(scalar[i], simd[i]) != 0) differ(at, array, Variant.SIMD, i, scalar[i], simd[i]);
        }
        return false;
    }

    private boolean canariesLive(Case at, String array, Variant variant, float[] a) {
        for (int i = 0; i < a.length; i++) {
            if ((i < at.from || i >= at.to) && a[i] != CANARY) {
                differ(at, array, variant, i, CANARY, a[i]);
                return false;
            }
        }
        return true;
    }

    private boolean same(Case at, String array, Variant variant, float[] expected, float[] actual) {
        int i = mismatch(expected, actual);
        if (i == expected.length) return true;
        differ(at, array, variant, i, expected[i], actual[i]);
        return false;
    }

    private void differ(Case at, String array, Variant variant, int index, float expected, float actual) {
        differences.add(new Difference(subject.name(), variant, at.values, at.size, at.from, at.step, array, index, expected, actual));
    }

    private static int mismatch(float[] a, float[] b) {
        int i = Arrays.mismatch(a, b);
        return i < 0 ? a.length : i;
    }

    private static float[] canaries(int length) {
        float[] a = new float[length];
        Arrays.fill(a, CANARY);
        return a;
    }

    private void digest(float[] a, int from, int to) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * (to - from));
        for (int i = from; i < to; i++) bytes.putInt(Float.floatToIntBits(a[i]));
        digest.update(bytes.array());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
