package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import lanewise.ChildJvm;
import lanewise.optim.Variant;
import lanewise.simd.Lanes;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Activations and gradients in JVMs that compile in other ways and have vectors of other widths.
@Execution(ExecutionMode.CONCURRENT) // each case is a JVM of its own
class NetworkFlagsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({"-XX:MaxVectorSize=64, 16", "-XX:MaxVectorSize=32, 8", "-XX:MaxVectorSize=16, 4", "-XX:UseAVX=2, 8", "-Xint, 0"})
    void endInTheBitsOfTheScalarKernelsHere(String flags, int most) throws Exception {
        assumeThat(most).as("the machine has vectors that wide").isLessThanOrEqualTo(Lanes.LANES);
        assumeThat(flags.contains("UseAVX") && !List.of("amd64", "x86_64").contains(System.getProperty("os.arch"))).isFalse();
        for (String variant : flags.equals("-Xint") ? List.of("SIMD") : List.of("UNROLLED", "SIMD")) {
            ChildJvm child = ChildJvm.run(List.of(flags, ChildJvm.VECTOR, "-Xshare:auto", NetworksMain.class.getName(), variant));
            assertThat(child.output()).contains((most == 0 ? Lanes.LANES : most) + " lanes").contains(NetworksMain.hash(Variant.SCALAR));
        }
    }
}
