package lanewise.run;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One line of a run's tables: a benchmark with its parameters, and all that a reader of its time must know. Whoever needs to know what a row
/// is, what its work is and what it is compared with asks the row; nobody concludes it from which parameters it has or from the text of its
/// name. A parameter is read for what it says itself: the optimizer, the variant, the batch. Of a network's passes the benchmark's [#method]
/// says which it is.
///
/// Rows are referred to by their [#name]. A reference holds within one JVM configuration, and names nothing if the plan lacks that row.
///
/// @param benchmark    JMH's name of it, class and method
/// @param parameters   JMH's parameters, in the order in which the row is named
/// @param family       its kind; a family has a table of its own, or shares one with rows of the same unit of work
/// @param label        what the table calls it, apart from its parameters
/// @param work         what one call does
/// @param comparedWith the rows that its time is compared with
/// @param roofs        the rows that say what the machine could do at best
/// @param group        rows of one group are compared with each other, and so stay on one machine; empty for a roof
/// @param jvm          what the fork is started with
public record Row(String benchmark, Map<String, String> parameters, Family family, String label, Work work, ComparedWith comparedWith,
        Roofs roofs, String group, Jvm jvm) {

    private static final String COLLECTOR = "-XX:\\+Use[A-Za-z0-9]+GC";

    /// @throws IllegalArgumentException if a field is missing, or a parameter that the family counts by is no count
    public Row {
        Check.written("benchmark", benchmark);
        Check.present("parameters", parameters).forEach((name, value) -> {
            Check.written("parameters." + name, value);
        });
        for (String count : Check.present("family", family).counts()) {
            String value = Check.present("parameters." + count, parameters.get(count));
            Check.that(value.matches("[1-9]\\d{0,9}") && Long.parseLong(value) <= Integer.MAX_VALUE,
                    "parameters." + count + " must be a whole number above 0, was \"" + value + "\"");
        }
        Check.written("label", label);
        Check.present("work", work);
        Check.present("comparedWith", comparedWith);
        Check.present("roofs", roofs);
        Check.present("group", group);
        if (!family.isRoof()) Check.written("group", group);
        Check.present("jvm", jvm);
    }

    /// What is counted.
    public enum Unit {
        /// A parameter that is updated.
        PARAMETER,
        /// A multiplication and an addition, which are two floating-point operations.
        MULTIPLY_ADD,
        /// An element of an array that is read or written.
        ELEMENT
    }

    /// What one call does, as the kernel declares it.
    ///
    /// @param unit         what is counted
    /// @param count        how many of it, or how many a vector lane if `perLane` is true
    /// @param perLane      whether the count is to be multiplied by the lanes of the fork's vectors, as in plans of schema 1
    /// @param bytesRead    per unit
    /// @param bytesWritten per unit
    /// @param threads      that share the work
    /// @param formula      what is computed
    /// @param source       where the formula comes from
    public record Work(Unit unit, long count, boolean perLane, int bytesRead, int bytesWritten, int threads, String formula,
            String source) {

        /// @throws IllegalArgumentException if a field is missing or out of its range
        public Work {
            Check.present("unit", unit);
            Check.atLeast("count", 1, count);
            Check.atLeast("bytesRead", 0, bytesRead);
            Check.atLeast("bytesWritten", 0, bytesWritten);
            Check.atLeast("threads", 1, threads);
            Check.present("formula", formula);
            Check.present("source", source);
        }

        /// On one thread, and independent of the lanes.
        public Work(Unit unit, long count, int bytesRead, int bytesWritten, String formula, String source) {
            this(unit, count, false, bytesRead, bytesWritten, 1, formula, source);
        }

        /// Arithmetic alone.
        public static Work multiplyAdds(long count, String formula, String source) {
            return new Work(Unit.MULTIPLY_ADD, count, 0, 0, formula, source);
        }

        /// Units of one call in a fork whose vectors have this many lanes.
        public long count(int lanes) {
            return perLane ? count * lanes : count;
        }
    }

    /// Names of rows; empty where there is no such comparison.
    ///
    /// @param baseline     the row whose time over this one's is the speed-up; of a product, that of another author
    /// @param alternatives rows that do the same work in other ways, of which the fastest counts
    /// @param plain        of a scenario: the step as it is measured otherwise
    /// @param withoutTail  the same kernel at a size that leaves no tail
    public record ComparedWith(String baseline, List<String> alternatives, String plain, String withoutTail) {

        /// @throws IllegalArgumentException if a field is missing
        public ComparedWith {
            Check.present("baseline", baseline);
            Check.present("alternatives", alternatives);
            Check.present("plain", plain);
            Check.present("withoutTail", withoutTail);
        }

        /// Nothing.
        public static final ComparedWith NOTHING = new ComparedWith("", List.of(), "", "");

        /// A scenario with the plain step.
        public static ComparedWith plain(String name) {
            return new ComparedWith("", List.of(), name, "");
        }

        /// Other ways to do the same.
        public static ComparedWith alternatives(List<String> names) {
            return new ComparedWith("", names, "", "");
        }
    }

    /// Names of rows that no time of this row should be below. The larger of the two times binds.
    ///
    /// @param memory  streams with the traffic of this row, in several forms of which the fastest counts
    /// @param compute loops of one operation each, with how often a unit of work needs it; their times are added up
    public record Roofs(List<String> memory, Map<String, Integer> compute) {

        /// @throws IllegalArgumentException if a field is missing or out of its range
        public Roofs {
            Check.present("memory", memory);
            Check.present("compute", compute).forEach((name, times) -> Check.atLeast("compute." + name, 1, times));
        }

        /// None.
        public static final Roofs NONE = new Roofs(List.of(), Map.of());

        /// All of them.
        public Stream<String> names() {
            return Stream.of(memory, compute.keySet()).flatMap(Collection::stream);
        }
    }

    /// What the fork is started with.
    ///
    /// @param configuration the JVM's name where a run compares several, otherwise empty
    /// @param home          of the JDK; empty for the one that runs the suite
    /// @param args          all of them but the class path
    /// @param heapMegabytes the heap
    /// @param seconds       about how long the fork takes, for the budget
    /// @param classPath     empty for the one that the suite itself runs on
    public record Jvm(String configuration, String home, List<String> args, long heapMegabytes, double seconds, String classPath) {

        /// A tebibyte.
        private static final long MOST_MEGABYTES = 1 << 20;

        /// @throws IllegalArgumentException if a field is missing or out of its range
        public Jvm {
            Check.present("configuration", configuration);
            Check.path("home", home);
            Check.present("args", args);
            Check.within("heapMegabytes", 1, MOST_MEGABYTES, heapMegabytes);
            Check.positive("seconds", seconds);
            Check.path("classPath", classPath);
        }

        /// The suite's own JVM and class path.
        public Jvm(List<String> args, long heapMegabytes, double seconds) {
            this("", "", args, heapMegabytes, seconds, "");
        }
    }

    /// The row's name, such as `StepBenchmark.step ADAM SIMD 1000`, with its JVM configuration in brackets if there are several.
    public String id() {
        return idOf(name());
    }

    /// What a row of this name is called in the JVM configuration of this row.
    public String idOf(String name) {
        return name + (jvm.configuration.isEmpty() ? "" : " [" + jvm.configuration + "]");
    }

    /// The name without the JVM configuration, which all of them share.
    public String name() {
        return nameOf(benchmark, parameters);
    }

    /// The name of a row with this benchmark and these parameters.
    public static String nameOf(String benchmark, Map<String, String> parameters) {
        return shortName(benchmark) + " " + String.join(" ", parameters.values());
    }

    /// Class and method, such as `StepBenchmark.step`.
    public String benchmarkName() {
        return shortName(benchmark);
    }

    private static String shortName(String benchmark) {
        int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
    }

    /// The method, such as `forward`. It says which pass a row of a network times: `forward`, `backward`, `update`, or `step` for all of them.
    public String method() {
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    /// One of the parameters, or the empty text if the row has no such parameter.
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /// The same row, compared with others.
    public Row comparedWith(ComparedWith others) {
        return new Row(benchmark, parameters, family, label, work, others, roofs, group, jvm);
    }

    /// The same row in another JVM, with more flags. Of two collectors the JVM would refuse both, so one among the flags replaces the row's.
    public Row in(String configuration, String home, List<String> flags) {
        boolean collector = flags.stream().anyMatch(flag -> flag.matches(COLLECTOR));
        Stream<String> own = jvm.args.stream().filter(flag -> !(collector && flag.matches(COLLECTOR)));
        return in(new Jvm(configuration, home, Stream.concat(own, flags.stream()).toList(), jvm.heapMegabytes, jvm.seconds,
                jvm.classPath));
    }

    /// The same row of another build.
    public Row on(String classPath) {
        return in(new Jvm(jvm.configuration, jvm.home, jvm.args, jvm.heapMegabytes, jvm.seconds, classPath));
    }

    private Row in(Jvm other) {
        return new Row(benchmark, parameters, family, label, work, comparedWith, roofs, group, other);
    }
}
