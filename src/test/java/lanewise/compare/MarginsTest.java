package lanewise.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.run.Environment;
import lanewise.run.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarginsTest {

    private static final Plan PLAN = Comparisons.plan("SGD");
    private static final String SGD = "StepBenchmark.step SGD SIMD 1000";

    @TempDir
    private Path history;

    @Test
    void isThreeMedianAbsoluteDeviationsBetweenTheLeastAndTheMost() {
        assertThat(Margins.margin(-0.02, -0.01, 0, 0.01, 0.02)).isCloseTo(0.0305, within(1e-4));
        assertThat(Margins.margin(-0.002, -0.001, 0, 0.001, 0.002)).isEqualTo(Margins.LEAST);
        assertThat(Margins.margin(-0.2, -0.1, 0, 0.1, 0.2)).isEqualTo(Margins.MOST);
        assertThat(Margins.margin(0.3, 0.3, 0.3, 0.3, 0.3)).as("all alike").isEqualTo(Margins.LEAST);
        assertThat(Margins.margin(-0.2, -0.1, 0, 0.1)).as("four are too few").isEqualTo(Margins.LEAST);
    }

    private void record(int number, Environment environment, String headJar, double ratio) throws Exception {
        Comparisons.folder(history, "comparison-" + number, environment, PLAN, Comparisons.of(PLAN, "1", headJar),
                Comparisons.measured(PLAN, Comparisons.RULE.screenRounds(), ratio));
    }

    private Margins read() {
        return Margins.read(history, Comparisons.HERE, Comparisons.of(PLAN, "1", "1").base());
    }

    @Test
    void comparisonsOfABuildWithItselfOnThisMachineSetIt() throws Exception {
        double[] ratios = {0.98, 0.99, 1, 1.01, 1.02};
        for (int k = 0; k < 5; k++) record(k, Comparisons.HERE, "1", ratios[k]);
        assertThat(read().comparisons()).isEqualTo(5);
        assertThat(read().of(SGD)).isBetween(0.025, 0.035);
        assertThat(read().of("another row")).isEqualTo(Margins.LEAST);
    }

    @Test
    void othersDoNot() throws Exception {
        Environment here = Comparisons.HERE;
        Environment elsewhere = new Environment("Another CPU", "", 2, 2, List.of(), List.of(), 16, 1, 1, "", "", "none", "Linux",
                here.jdk(),
                List.of(), "", false);
        Environment later = new Environment(here.cpu(), "", 2, 2, List.of(), List.of(), 16, 1, 1, "", "", "none", "Linux", "JDK 26",
                List.of(),
                "", false);
        for (int k = 0; k < 5; k++) {
            record(k, elsewhere, "1", 1 + 0.01 * k);
            record(10 + k, later, "1", 1 + 0.01 * k);
            record(20 + k, here, "2", 1 + 0.01 * k);
        }
        assertThat(read().comparisons()).isZero();
        assertThat(Margins.read(history.resolve("nowhere"), here, Comparisons.of(PLAN, "1", "1").base()).comparisons()).isZero();
    }

    @Test
    void oneThatCannotBeReadIsSkippedAndNamed() throws Exception {
        record(1, Comparisons.HERE, "1", 1);
        Path broken = Files.createDirectory(history.resolve("broken"));
        Files.writeString(broken.resolve(Comparison.FILE), "{\"schema\":99}");
        assertThat(read().comparisons()).isEqualTo(1);
        assertThat(read().skipped()).singleElement().asString().contains("gate.json has schema 99, expected 1");
    }
}
