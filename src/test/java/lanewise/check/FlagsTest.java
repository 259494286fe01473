package lanewise.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.ChildJvm;
import lanewise.simd.Lanes;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The cross-validation in JVMs that compile in other ways and have vectors of other widths: the states it ends in must be the same.
@Execution(ExecutionMode.CONCURRENT) // each case is a JVM of its own
class FlagsTest {

    private static final Pattern HASH = Pattern.compile(" ([0-9a-f]{16}) ");

    /// With every operation that kernels are made of.
    private static final Pattern SOME = Pattern.compile("^(AMSGRAD|ADABOUND|RPROP|LION)$");

    /// Of this JVM, by subject.
    private static final Map<String, String> HASHES = Stream.of(Subject.all(), Subject.composed()).flatMap(List::stream)
            .collect(Collectors.toMap(Subject::name, subject -> CrossValidation.run(subject).hash(), (a, _) -> a, LinkedHashMap::new));

    /// Flags, and the most lanes they allow; where it is 0 they leave the machine's own.
    static Stream<Arguments> flags() {
        return Stream.of(
                Arguments.of("-Xbatch -XX:-TieredCompilation", 0),
                Arguments.of("-Xint", 0),
                Arguments.of("-XX:MaxVectorSize=64", 16),
                Arguments.of("-XX:MaxVectorSize=16", 4),
                Arguments.of("-XX:UseAVX=2", 8),
                Arguments.of("-XX:UseAVX=1", 4));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flags")
    void endInTheSameStates(String flags, int lanes) throws Exception {
        assumeThat(lanes).as("other than here, and the machine has vectors that wide").isLessThan(Lanes.LANES);
        boolean x86 = List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
        assumeThat(x86 || !flags.contains("AVX")).as("the machine has AVX").isTrue();

        // Interpreted vectors are slow.
        boolean interpreted = flags.equals("-Xint");
        List<String> command = new ArrayList<>(List.of(flags.split(" ")));
        command.addAll(List.of(ChildJvm.VECTOR, "lanewise.cli.Main", "validate", "--only", interpreted ? SOME.pattern() : ""));
        ChildJvm child = ChildJvm.run(command);

        assertThat(child.exitCode()).as(child.output()).isZero();
        assertThat(child.output()).contains((lanes == 0 ? Lanes.LANES : lanes) + " lanes, ");
        assertThat(HASH.matcher(child.output()).results().map(match -> match.group(1)))
                .containsExactlyElementsOf(HASHES.entrySet().stream()
                        .filter(entry -> !interpreted || SOME.matcher(entry.getKey()).matches()).map(Map.Entry::getValue).toList());
        assertThat(child.output().contains("nothing allocated")).isEqualTo(!interpreted);
    }
}
