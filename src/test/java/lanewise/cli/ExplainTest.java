package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import lanewise.ChildJvm;
import lanewise.check.Allocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The real command on real compilations, whatever the machine's vectors and with or without a disassembler.
@Execution(ExecutionMode.CONCURRENT)
class ExplainTest {

    @BeforeEach
    void c2Runs() {
        assumeThat(Allocation.isMeaningful()).isTrue();
    }

    private static ChildJvm explain(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(ChildJvm.VECTOR, "lanewise.cli.Main", "explain"));
        command.addAll(List.of(arguments));
        return ChildJvm.run(command);
    }

    @Test
    void inAdamsKernelEveryVectorOperationIsInlined() throws Exception {
        ChildJvm child = explain("ADAM", "SIMD", "--all");
        assertThat(child.exitCode()).as(child.output()).isZero();
        assertThat(child.output()).contains("FloatVector::sqrt  force inline", "VectorSupport::binaryOp  (intrinsic)",
                "not inlined: nothing that is called", "allocation: none").containsPattern("(?m)^loop: ");
    }

    @Test
    void aCallThatIsLeftIsNamedAndFails() throws Exception {
        ChildJvm child = explain("ADAM", "SIMD", "--flags",
                "-XX:CompileCommand=dontinline,jdk.incubator.vector.FloatVector::lanewiseTemplate");
        assertThat(child.exitCode()).as(child.output()).isEqualTo(1);
        assertThat(child.output())
                .containsPattern("\\d+ x jdk.incubator.vector.FloatVector::lanewiseTemplate: disallowed by CompileCommand")
                .contains("allocation: FAILED");
    }

    @Test
    void withoutC2OneSentenceSaysSoAndAnUnknownFlagIsTheJvmsToRefuse() throws Exception {
        ChildJvm interpreted = explain("ADAM", "SIMD", "--flags", "-Xint");
        assertThat(interpreted.exitCode()).isEqualTo(3); // nothing was looked at, which is no verdict
        assertThat(interpreted.output()).contains("C2 never compiled lanewise.optim.Adam::simd in this JVM");
        ChildJvm unknown = explain("ADAM", "SIMD", "--flags", "-XX:NoSuchFlag");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.output()).contains("does not run the kernel: Unrecognized VM option 'NoSuchFlag'");
    }

    @Test
    void theLoopOfAProductIsInRegistersAndItsTileIsForced() throws Exception {
        ChildJvm child = explain("SgemmTiles.row");
        assertThat(child.exitCode()).as(child.output()).isZero();
        assertThat(child.output())
                .contains("lanewise.linalg.SgemmTiles::row with -Dlanewise.tile=8x2", "not inlined: nothing that is called",
                        "allocation: none")
                .containsPattern("(?m)^loop: (no disassembler|\\d+ instructions)");
        ChildJvm boxed = explain("SgemmTiles.row", "--flags",
                "-XX:CompileCommand=dontinline,jdk.incubator.vector.FloatVector::fromArray");
        assertThat(boxed.exitCode()).as(boxed.output()).isEqualTo(1);
        assertThat(boxed.output()).contains("allocation: FAILED").containsPattern("vectors on the heap: Float\\d+Vector, made in ");
    }

    @Test
    void whatIsNeitherAnOptimizerNorALoopIsRefused() throws Exception {
        ChildJvm unknown = explain("SgemmTiles.nineByNine");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.output()).contains("'SgemmTiles.nineByNine' is neither an optimizer, such as ADAM, nor one of the inner loops "
                + "SgemmTiles.eightByTwo, ");
        ChildJvm incomplete = explain("ADAM");
        assertThat(incomplete.exitCode()).isEqualTo(2);
        assertThat(incomplete.output()).contains("an optimizer needs a variant, one of [SCALAR, ");
    }
}
