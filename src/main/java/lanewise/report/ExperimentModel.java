package lanewise.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lanewise.run.Check;
import lanewise.run.RunFolder;

/// An experiment as a page draws it, which is also the file that an experiment writes for it: curves with the values that were published, and
/// histograms. Of the lists and texts only the title, the axes' names and the curves must be there.
///
/// @param schema     of the file
/// @param kind       `experiment`
/// @param title      what was done
/// @param line       where and when
/// @param findings   a sentence each
/// @param warnings   likewise
/// @param command    that repeats it
/// @param facts      by what they are called
/// @param xName      of the curves' axis, with its unit, such as `epoch`
/// @param yName      likewise
/// @param yLog       whether that axis is logarithmic
/// @param curves     lines
/// @param published  values of others, which are marked
/// @param histograms distributions
public record ExperimentModel(int schema, String kind, String title, String line, List<String> findings, List<String> warnings,
        String command,
        Map<String, String> facts, String xName, String yName, boolean yLog, List<Curve> curves, List<Published> published,
        List<Histogram> histograms) {

    /// The version of this file.
    public static final int SCHEMA = 1;

    private static final String KIND = "experiment";

    /// A line.
    ///
    /// @param x as many values as `y`
    public record Curve(String name, List<Double> x, List<Double> y) {

        /// @throws IllegalArgumentException if a field is missing or does not fit the others
        public Curve {
            Check.written("name", name);
            Check.present("x", x);
            Check.present("y", y);
            Check.that(x.size() == y.size() && !x.isEmpty(),
                    "x and y must have the same number of values and at least one, were " + x.size()
                            + " and " + y.size());
        }
    }

    /// A value of others.
    ///
    /// @param source where it was published
    public record Published(String name, double value, String source) {

        /// @throws IllegalArgumentException if a field is missing or does not fit the others
        public Published {
            Check.written("name", name);
        }
    }

    /// A distribution.
    ///
    /// @param edges one more than there are counts, ascending
    public record Histogram(String name, String xName, List<Double> edges, List<Long> counts) {

        /// @throws IllegalArgumentException if a field is missing or does not fit the others
        public Histogram {
            Check.written("name", name);
            Check.present("edges", edges);
            Check.present("counts", counts);
            Check.that(edges.size() == counts.size() + 1,
                    "edges must be one more than counts, were " + edges.size() + " and " + counts.size());
        }
    }

    /// @throws IllegalArgumentException if a field is missing or out of its range
    public ExperimentModel {
        Check.that(KIND.equals(kind), "kind must be \"" + KIND + "\", was \"" + kind + "\"");
        Check.written("title", title);
        Check.written("xName", xName);
        Check.written("yName", yName);
        Check.that(!Check.present("curves", curves).isEmpty(), "curves is empty, a page must have something to draw");
        findings = Objects.requireNonNullElse(findings, List.of());
        warnings = Objects.requireNonNullElse(warnings, List.of());
        facts = Objects.requireNonNullElse(facts, Map.of());
        published = Objects.requireNonNullElse(published, List.of());
        histograms = Objects.requireNonNullElse(histograms, List.of());
    }

    /// Reads the file.
    ///
    /// @throws lanewise.run.RefusedException if this is not such a file
    public static ExperimentModel read(Path file) {
        return new RunFolder(file.toAbsolutePath().getParent()).read(file.getFileName().toString(), ExperimentModel.class, SCHEMA);
    }

    /// The page of it.
    public String page() {
        return Page.html("Lanewise, " + title, this);
    }
}
