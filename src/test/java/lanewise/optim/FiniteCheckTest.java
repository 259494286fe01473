package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is not finite is found by name, and docs/conventions.md says what it does to each optimizer.
@Execution(ExecutionMode.CONCURRENT)
class FiniteCheckTest {

    private static final float[] BAD = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};

    private static void finds(Runnable call, String message) {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(call::run).withMessage(message);
    }

    @Test
    void everyElementIsLookedAtAndNoOther() {
        for (float bad : BAD) {
            for (int size : new int[]{1, 3, 15, 16, 17, 33, 100}) {
                float[] a = new float[size + 8];
                Arrays.fill(a, Float.MAX_VALUE);
                a[2] = bad; // before and behind the range
                a[size + 3] = bad;
                assertThat(FiniteCheck.indexOfNotFinite(a, 3, size + 3)).isEqualTo(-1);
                for (int i = size + 2; i >= 3; i--) {
                    a[i] = bad;
                    assertThat(FiniteCheck.indexOfNotFinite(a, 3, size + 3)).as("%s at %d of %d", bad, i, size).isEqualTo(i);
                }
            }
        }
        assertThat(FiniteCheck.indexOfNotFinite(new float[]{Float.NaN}, 1, 1)).isEqualTo(-1);
        assertThat(FiniteCheck.indexOfNotFinite(new float[]{-0f, Float.MIN_VALUE, -Float.MAX_VALUE}, 0, 3)).isEqualTo(-1);
        assertThatIllegalArgumentException().isThrownBy(() -> FiniteCheck.indexOfNotFinite(new float[3], 0, 4))
                .withMessage("range must lie within 0 to 3, was 0 to 4");
    }

    @ParameterizedTest
    @EnumSource
    void stepArrayAndElementAreNamed(Variant variant) {
        Update update = FiniteCheck.around(Adam.DEFAULT.at(7, 0.1), 7);
        for (float bad : BAD) {
            float[] w = new float[40];
            float[] g = new float[40];
            float[][] state = new float[2][40];
            assertThatCode(() -> update.apply(variant, w, g, state, 0, 40)).doesNotThrowAnyException();
            g[33] = bad;
            finds(() -> update.apply(variant, w, g, state, 0, 40), "gradient[33] must be finite before step 7, was " + bad);
            assertThat(w).containsOnly(0);
            assertThat(List.of(state)).allSatisfy(array -> assertThat(array).containsOnly(0));
            assertThatCode(() -> update.apply(variant, w, g, state, 0, 33)).doesNotThrowAnyException();
            finds(() -> FiniteCheck.require(8, w, g, state, 0, 40), "gradient[33] must be finite after step 8, was " + bad);
            g[33] = 2e19f;
            finds(() -> update.apply(variant, w, g, state, 0, 40), "state[1][33] must be finite after step 7, was Infinity");
            state[1][33] = 1;
            g[33] = 0;
            w[2] = bad;
            Update plain = FiniteCheck.around(Sgd.DEFAULT.at(9, 0.1), 9);
            finds(() -> plain.apply(variant, w, g, new float[0][], 0, 40), "parameter[2] must be finite after step 9, was " + bad);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> update.apply(variant, new float[3], new float[3], new float[2][3], 0, 4))
                .withMessage("range must lie within 0 to 3, was 0 to 4");
    }

    /// Wherever the arrays of a step begin, as where rows have been copied, the element is one of the parameters.
    @Test
    void theElementIsCountedAmongTheParameters() {
        int width = 3;
        Optimizer checked = new Optimizer() {
            @Override
            public Update at(long t, double learningRate) {
                return FiniteCheck.around(Sgd.DEFAULT.at(t, learningRate), t);
            }

            @Override
            public int stateArrays() {
                return 0;
            }
        };
        Update inGroups = new ParameterGroups(List.of(new ParameterGroups.Group(ParameterGroups.REST, checked, 1))).at(4, 0.1);
        float[] w = new float[30];
        float[] g = new float[2 * width];
        g[4] = Float.NaN; // the second value of row 9
        for (Update update : List.of(checked.at(4, 0.1), inGroups)) {
            for (Variant variant : Variant.values()) {
                finds(() -> update.startingAt(20).startingAt(4).apply(variant, new float[6], g, new float[0][], 0, 6),
                        "gradient[28] must be finite before step 4, was NaN");
            }
        }
        w[28] = Float.POSITIVE_INFINITY;
        finds(() -> inGroups.startingAt(27).apply(Variant.SIMD, Arrays.copyOfRange(w, 27, 30), new float[3], new float[0][], 0, 3),
                "parameter[28] must be finite after step 4, was Infinity");
        float[] table = new float[30];
        for (Variant variant : Variant.values()) {
            SparseStep sparse = new SparseStep(width, 0);
            finds(() -> sparse.apply(inGroups, variant, table, new int[]{7, 9}, g, 2, new float[0][]),
                    "gradient[28] must be finite before step 4, was NaN");
        }
        assertThat(table).containsOnly(0);
    }

    /// The words of the table in the order of its columns: after a gradient of 2e19, of infinity, of NaN.
    private static Map<Catalogue, List<String>> documented() throws IOException {
        Map<Catalogue, List<String>> table = new EnumMap<>(Catalogue.class);
        List<String> lines = Files.readAllLines(Path.of("docs/conventions.md"));
        int begin = lines.indexOf("## What one bad gradient does");
        for (String line : lines.subList(begin + 1, lines.size())) {
            if (line.startsWith("## ")) break;
            String[] cells = line.split("\\s*\\|\\s*");
            if (cells.length != 5 || !cells[1].matches("[A-Z_, ]+")) continue;
            for (String name : cells[1].split(", ")) table.put(Catalogue.valueOf(name), List.of(cells[2], cells[3], cells[4]));
        }
        return table;
    }

    private static void follow(Catalogue entry, Variant variant, float[] w, float[][] state, int from, int to, float gradient) {
        for (int t = from; t <= to; t++) {
            entry.defaults().at(t, entry.learningRate()).apply(variant, w, new float[]{gradient * (2 - t % 2)}, state, 0, 1);
        }
    }

    /// Nine steps down, the bad one, steps down until averages have forgotten it, then steps up.
    private static String outcome(Catalogue entry, Variant variant, float bad) {
        float[] w = {0.5f};
        float[][] state = new float[entry.state().size()][1];
        follow(entry, variant, w, state, 1, 9, 1);
        entry.defaults().at(10, entry.learningRate()).apply(variant, w, new float[]{bad}, state, 0, 1);
        follow(entry, variant, w, state, 11, 60_000, 1);
        float before = w[0];
        follow(entry, variant, w, state, 60_001, 62_000, -1);
        if (Float.isNaN(w[0])) return "NaN";
        if (Float.isInfinite(w[0])) return "infinite";
        if (Math.abs(w[0]) > 1e15f) return "thrown";
        if (w[0] == before) return "frozen";
        return w[0] > before ? "recovers" : "astray";
    }

    @ParameterizedTest
    @EnumSource
    void theTableOfTheDocumentationHolds(Catalogue entry) throws IOException {
        List<String> expected = documented().get(entry);
        for (Variant variant : Variant.values()) {
            assertThat(Stream.of(2e19f, Float.POSITIVE_INFINITY, Float.NaN).map(bad -> outcome(entry, variant, bad)))
                    .as("%s %s", entry, variant).isEqualTo(expected);
        }
        assertThat(outcome(entry, Variant.SIMD, 1)).isEqualTo("recovers");
    }
}
