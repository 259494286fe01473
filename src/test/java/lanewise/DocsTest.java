package lanewise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The pages are short, say what they are for, and their links lead somewhere.
@Execution(ExecutionMode.CONCURRENT)
class DocsTest {

    private static final Path README = Path.of("README.md");
    private static final Path CONTRIBUTING = Path.of("CONTRIBUTING.md");

    private static final int MOST_LINES_OF_README = 120;
    private static final int MOST_LINES = 150;

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    /// Words that this suite once had of its own; the field has others.
    private static final Pattern FORMER_WORDS = Pattern
            .compile("(?i)\\b(weather|ways? forward|slopes|contestants?|opponents?|held against)\\b");

    /// Reads plans of a time that had such words in their fields.
    private static final Path READER_OF_OLD_PLANS = Path.of("src", "main", "java", "lanewise", "run", "PlanSchema1.java");

    static List<Path> docs() throws IOException {
        return files(Path.of("docs"), ".md");
    }

    static List<Path> pages() throws IOException {
        return Stream.concat(Stream.of(README, CONTRIBUTING), docs().stream()).toList();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        }
    }

    @Test
    void theReadmeIsShort() throws Exception {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(MOST_LINES_OF_README);
    }

    @Test
    void theReadmeHasNoPlaceholder() throws Exception {
        assertThat(Files.readString(README)).doesNotContainPattern("@[A-Z]+@");
    }

    @ParameterizedTest
    @MethodSource("docs")
    void aPageIsShortAndBeginsWithItsPurpose(Path page) throws Exception {
        List<String> lines = Files.readAllLines(page);
        assertThat(lines).hasSizeLessThanOrEqualTo(MOST_LINES).hasSizeGreaterThan(2);
        assertThat(lines.get(0)).startsWith("# ");
        assertThat(lines.get(1)).isEmpty();
        assertThat(lines.get(2)).as("a sentence, not a heading, a table, a list or code").matches("[\\p{L}`\\[].*");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void relativeLinksLeadToAFileAndToAHeadingOfIt(Path page) throws Exception {
        List<String> links = LINK.matcher(Files.readString(page)).results().map(link -> link.group(1))
                .filter(link -> !link.matches("[a-z]+:.*")).toList();
        assertThat(links).allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
            assertThat(target).exists();
            if (parts.length == 2) assertThat(headings(target)).contains(parts[1]);
        });
    }

    /// As GitHub names them in links.
    private static List<String> headings(Path page) throws IOException {
        return Files.readAllLines(page).stream().filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    @Test
    void formerWordsAreGone() throws Exception {
        List<Path> files = Stream.concat(pages().stream(), files(Path.of("src", "main"), ".java").stream())
                .filter(path -> !path.equals(READER_OF_OLD_PLANS)).toList();
        assertThat(files).hasSizeGreaterThan(100);
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            FORMER_WORDS.matcher(Files.readString(file)).results().forEach(word -> found.add(file + ": " + word.group()));
        }
        assertThat(found).isEmpty();
    }
}
