package lanewise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import lanewise.OtherJvmMain.Extent;
import lanewise.check.CrossValidations;
import lanewise.simd.Lanes;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Optimizers, products, sums and networks in JVMs that compile in other ways and have vectors of other widths: the bits must be those of
/// the kernels here, and no vector may be an object.
@Execution(ExecutionMode.CONCURRENT) // each case is a JVM of its own
class OtherJvmsTest {

    private static final Pattern HASH = Pattern.compile(" ([0-9a-f]{16}) equal in ");

    private static final Map<Extent, List<String>> EXPECTED = new ConcurrentHashMap<>();

    /// Flags, the most lanes that they allow, or 0 where they leave the machine's own, how much is computed, and whether all optimizers are
    /// cross-validated. Without the fused multiply-add of AVX2 all but optimizers would take minutes.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
            "-Xint,                           0, INTERPRETED, false",
            "-Xbatch -XX:-TieredCompilation,  0, COMPILED,    true",
            "-XX:MaxVectorSize=16,            4, COMPILED,    false",
            "-XX:UseAVX=2,                    8, COMPILED,    true",
            "-XX:UseAVX=1,                    4, OPTIMIZERS,  true",
            "-XX:MaxVectorSize=64,           16, COMPILED,    false",
            "-XX:MaxVectorSize=32,            8, COMPILED,    false",
            "-XX:MaxVectorSize=8,             2, PRODUCTS,    false"})
    void leaveTheSameBitsAndNoObjects(String flags, int most, Extent extent, boolean optimizers) throws Exception {
        boolean x86 = List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
        assumeThat(x86 || !flags.contains("AVX")).as("the machine has AVX").isTrue();
        List<String> command = new ArrayList<>(List.of(flags.split(" ")));
        command.addAll(List.of(ChildJvm.VECTOR, OtherJvmMain.class.getName(), extent.name()));
        boolean validates = optimizers && (most == 0 || most < Lanes.LANES); // CrossValidationTest has the widest vectors
        assumeThat(validates || extent != Extent.OPTIMIZERS).as("the machine has wider vectors").isTrue();
        if (validates) command.add("validate");
        if (extent == Extent.INTERPRETED) command.addAll(List.of("validate", "--only", "^SGD$"));

        ChildJvm child = ChildJvm.run(command);

        assertThat(child.exitCode()).as(child.output()).isZero();
        assertThat(child.output().lines()).contains((most == 0 ? Lanes.LANES : Math.min(most, Lanes.LANES)) + " lanes here")
                .containsAll(EXPECTED.computeIfAbsent(extent, OtherJvmMain::expected));
        if (validates) {
            assertThat(HASH.matcher(child.output()).results().map(match -> match.group(1)))
                    .containsExactlyElementsOf(CrossValidations.hashes());
        }
        assertThat(child.output().contains("nothing allocated")).isEqualTo(validates);
    }
}
