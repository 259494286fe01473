package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Without its annotation processor JMH finds nothing, and says so only when it is run.
public class BenchmarkListTest {

    /// Class and method of each, as JMH's annotation processor has listed them.
    public static Set<String> listed() {
        return entries().stream().map(BenchmarkListEntry::getUsername).collect(Collectors.toSet());
    }

    private static Set<BenchmarkListEntry> entries() {
        return BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of());
    }

    @Test
    void jmhKnowsEveryMethodThatIsABenchmark() {
        List<String> written = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("lanewise.bench").stream()
                .filter(type -> !type.getPackageName().contains("jmh_generated") && !type.getModifiers().contains(
                        JavaModifier.ABSTRACT))
                .flatMap(type -> type.getAllMethods().stream().filter(method -> method.isAnnotatedWith(Benchmark.class))
                        .map(method -> type.getName() + "." + method.getName()))
                .toList();
        assertThat(written).contains(StepBenchmark.class.getName() + ".step");
        assertThat(listed()).containsExactlyInAnyOrderElementsOf(written);
    }

    /// The annotations stand in one class, and JMH must find them from each of the others.
    @Test
    void everyBenchmarkInheritsHowItIsRun() {
        assertThat(entries()).allSatisfy(entry -> {
            assertThat(entry.getMode()).isEqualTo(Mode.AverageTime);
            assertThat(entry.getTimeUnit().get()).isEqualTo(TimeUnit.NANOSECONDS);
            assertThat(entry.getForks().get()).isEqualTo(5);
            assertThat(entry.getWarmupIterations().get()).isPositive();
            assertThat(entry.getMeasurementIterations().get()).isEqualTo(10);
            assertThat(entry.getJvmArgsPrepend().get()).startsWith("--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC");
        });
        assertThat(entries()).filteredOn(entry -> entry.getJvmArgsPrepend().get().contains(TimedUpdate.PLACEMENT_FLAG))
                .extracting(BenchmarkListEntry::getUsername).contains(StepBenchmark.class.getName() + ".step")
                .doesNotContain(DefaultPlacementBenchmark.class.getName() + ".step", SgemmBenchmark.class.getName() + ".multiply");
    }
}
