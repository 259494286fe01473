package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import lanewise.compare.Comparison;
import lanewise.compare.Comparisons;
import lanewise.run.Durations;
import lanewise.run.Plan;
import lanewise.run.RunFolder;
import lanewise.run.Runs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// What is written is the same in every locale. The compiler refuses calls that ask for it (Error Prone's DefaultLocale); this is its test.
@Isolated // it changes the locale of the JVM
class LocaleTest {

    /// Other digits, another decimal point, letters that become others in lower case.
    private static final List<String> LOCALES = List.of("ar-EG", "de-DE", "hi-IN-u-nu-deva", "tr-TR");

    private final Locale usual = Locale.getDefault();

    @TempDir
    private Path results;

    @AfterEach
    void restore() {
        Locale.setDefault(usual);
    }

    private static String written(RunFolder run, RunFolder comparison, List<RunFolder> runs) throws IOException {
        Report report = new Report(run);
        report.write();
        ComparisonReport compared = new ComparisonReport(comparison);
        compared.write(false);
        StringBuilder all = new StringBuilder(report.toText()).append(compared.toText()).append(History.of(runs).toText())
                .append(Durations.format(3_723)).append(run.environment().machine());
        for (RunFolder folder : List.of(run, comparison)) {
            try (Stream<Path> files = Files.list(folder.path())) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    if (!file.toString().endsWith(".hlog")) all.append(Files.readString(file)); // it says when it was written
                }
            }
        }
        return all.toString();
    }

    @Test
    void reportsAreTheSameInEveryLocale() throws Exception {
        RunFolder run = Runs.run(results, 1, 5, "Intel IDLE", "JDK", k -> 1.23 + k);
        List<RunFolder> runs = List.of(run, Runs.run(results, 2, 5, "Intel IDLE", "JDK", k -> 2.34 + k));
        Plan plan = Comparisons.plan("SGD", "ADAM");
        Comparison compared = Comparisons.of(plan, "1", "2");
        RunFolder comparison = Comparisons.folder(results, "a-vs-b", Comparisons.HERE, plan, compared,
                Comparisons.measured(plan, plan.rounds(), 1.2));
        Locale.setDefault(Locale.ROOT);
        String expected = written(run, comparison, runs);
        for (String locale : LOCALES) {
            Locale.setDefault(Locale.forLanguageTag(locale));
            assertThat(String.format("%.1f", 1.5) + "I".toLowerCase()).as("what %s does", locale).isNotEqualTo("1.5i");
            assertThat(written(run, comparison, runs)).as(locale).isEqualTo(expected);
        }
    }
}
