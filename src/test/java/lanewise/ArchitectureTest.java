package lanewise;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which package may use which.
@Execution(ExecutionMode.CONCURRENT)
class ArchitectureTest {

    private static final JavaClasses LANEWISE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("lanewise");

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "simd, -", "data, -", "stats, -", "build, -",
            "roof, simd",
            "linalg, simd",
            "optim, linalg simd",
            "nn, linalg optim simd",
            "check, optim linalg",
            "train, nn data optim",
            "bench, train nn linalg optim simd data roof build",
            "experiment, train nn data optim stats",
            "run, stats build",
            "compare, run stats build",
            "report, build compare run stats",
            "suite, bench nn optim linalg roof run"})
    void arrowsPointOneWay(String from, String to) {
        String[] allowed = Stream.concat(Stream.of(from), to == null ? Stream.of() : Stream.of(to.split(" ")))
                .map(name -> "lanewise." + name + "..").toArray(String[]::new);
        DescribedPredicate<JavaClass> notAllowed = resideInAPackage("lanewise..").and(DescribedPredicate.not(resideInAnyPackage(allowed)));
        noClasses().that().resideInAPackage("lanewise." + from + "..").should().dependOnClassesThat(notAllowed).check(LANEWISE);
    }

    @Test
    void everyPackageHasItsArrows() {
        assertThat(LANEWISE.stream().map(JavaClass::getPackageName).distinct().filter(name -> !name.contains("jmh_generated")))
                .containsExactlyInAnyOrder("lanewise.simd", "lanewise.data", "lanewise.stats", "lanewise.build", "lanewise.linalg",
                        "lanewise.optim",
                        "lanewise.nn",
                        "lanewise.check", "lanewise.train", "lanewise.experiment",
                        "lanewise.bench", "lanewise.roof", "lanewise.suite", "lanewise.run", "lanewise.compare", "lanewise.report",
                        "lanewise.cli");
    }

    @Test
    void theVectorApiAppearsOnlyWhereKernelsAre() {
        classes().that(DescribedPredicate.describe("use the Vector API", ArchitectureTest::usesTheVectorApi))
                .should().resideInAnyPackage("lanewise.simd..", "lanewise.linalg..", "lanewise.optim..", "lanewise.nn..", "lanewise.roof..")
                .check(LANEWISE);
    }

    @Test
    void chartsAreDrawnInOnePlace() {
        noClasses().that().resideOutsideOfPackages("lanewise.experiment..", "lanewise.cli..")
                .should().dependOnClassesThat().resideInAPackage("org.knowm..").check(LANEWISE);
    }

    private static boolean usesTheVectorApi(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> dependency.getTargetClass().getPackageName().startsWith("jdk.incubator.vector"));
    }
}
