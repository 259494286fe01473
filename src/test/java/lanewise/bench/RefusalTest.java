package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lanewise.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What plain JMH prints when a fork is started without what it needs.
@Execution(ExecutionMode.CONCURRENT)
class RefusalTest {

    private static final List<String> ONE_ROW = List.of("StepBenchmark", "-p", "optimizer=SGD", "-p", "size=1000", "-f", "1");

    @Test
    void aForkWithoutTheVectorModuleSaysSo() throws Exception {
        ChildJvm jmh = jmh("-p", "variant=SIMD", "-jvmArgsPrepend", "-Xmx64m", "-jvmArgs", "-Xms16m");
        assertThat(jmh.output()).contains("the JVM lacks the Vector API, start it with --add-modules=jdk.incubator.vector");
    }

    @Test
    void aVariantWithoutItsFlagSaysSo() throws Exception {
        ChildJvm jmh = jmh("-p", "variant=SCALAR_NO_AUTOVEC");
        assertThat(jmh.output()).contains("SCALAR_NO_AUTOVEC needs a JVM with -XX:-UseSuperWord, add it with -jvmArgsAppend");
    }

    @Test
    void aFlagThatAVariantMustNotHaveIsRefused() throws Exception {
        ChildJvm jmh = jmh("-p", "variant=SCALAR", "-jvmArgsAppend", "-XX:-UseSuperWord");
        assertThat(jmh.output()).contains("SCALAR needs a JVM with -XX:+UseSuperWord");
    }

    private static ChildJvm jmh(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(ChildJvm.VECTOR, "-Djmh.ignoreLock=true", "lanewise.cli.Main", "jmh"));
        command.addAll(ONE_ROW);
        command.addAll(List.of(arguments));
        ChildJvm jmh = ChildJvm.run(command);
        assertThat(jmh.output()).contains("lanewise.bench.RefusedTrialException: ").doesNotContain("NoClassDefFoundError", "\tat ");
        return jmh;
    }
}
