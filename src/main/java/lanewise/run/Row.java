package lanewise.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// One line of the table: a benchmark with its parameters, and the JVM to measure it in.
///
/// @param benchmark     JMH's name of it, class and method
/// @param parameters    JMH's parameters, in the order in which the row is named
/// @param contestant    the JVM's name where a run compares several, otherwise empty
/// @param javaHome      of the JDK that the fork runs on; empty for the one that runs the suite
/// @param jvmArgs       all that the fork is started with
/// @param heapMegabytes the fork's heap
/// @param seconds       about how long the fork takes, for the budget
/// @param work          what one operation does
/// @param classPath     of the fork; empty for the one that the suite itself runs on
public record Row(String benchmark, Map<String, String> parameters, String contestant, String javaHome, List<String> jvmArgs,
        long heapMegabytes, double seconds, Work work, String classPath) {

    /// Parameters that are numbers. JMH has all as text.
    private static final Set<String> COUNTS = Set.of("size", "threads", "batch", "permille");

    /// A tebibyte.
    private static final long MOST_MEGABYTES = 1 << 20;

    private static final String COLLECTOR = "-XX:\\+Use[A-Za-z0-9]+GC";

    /// @throws IllegalArgumentException if a field is missing or out of its range, or a parameter is missing that this kind of row has
    public Row {
        if (contestant == null) contestant = ""; // in plans written before there were any
        if (javaHome == null) javaHome = "";
        if (classPath == null) classPath = "";
        Check.written("benchmark", benchmark);
        Check.present("jvmArgs", jvmArgs);
        Check.path("javaHome", javaHome);
        Check.path("classPath", classPath);
        Check.within("heapMegabytes", 1, MOST_MEGABYTES, heapMegabytes);
        Check.positive("seconds", seconds);
        Check.present("work", work);
        Check.present("parameters", parameters).forEach((name, value) -> {
            Check.written("parameters." + name, value);
            Check.that(!COUNTS.contains(name) || (value.matches("[1-9]\\d{0,9}") && Long.parseLong(value) <= Integer.MAX_VALUE),
                    "parameters." + name + " must be a whole number above 0, was \"" + value + "\"");
        });
        for (String name : parametersOf(benchmark, parameters)) Check.present("parameters." + name, parameters.get(name));
    }

    /// What tables, charts and shards ask a row of this kind for.
    private static List<String> parametersOf(String benchmark, Map<String, String> parameters) {
        if (parameters.containsKey("network")) return List.of("variant", "batch");
        if (parameters.containsKey("layer")) return List.of("network");
        if (parameters.containsKey("shape") || benchmark.endsWith("SgemmBenchmark.multiply")) return List.of("shape", "variant");
        boolean step = parameters.containsKey("optimizer") || benchmark.endsWith(".StepBenchmark.step")
                || benchmark.endsWith(".LbfgsBenchmark.step");
        return step ? List.of("optimizer", "variant", "size") : List.of();
    }

    /// On the suite's own class path.
    public Row(String benchmark, Map<String, String> parameters, String contestant, String javaHome, List<String> jvmArgs,
            long heapMegabytes, double seconds, Work work) {
        this(benchmark, parameters, contestant, javaHome, jvmArgs, heapMegabytes, seconds, work, "");
    }

    /// What one operation does, as declared by the kernel.
    ///
    /// @param parameters   parameters updated
    /// @param bytesRead    per parameter
    /// @param bytesWritten per parameter
    /// @param divides      per parameter
    /// @param roots        per parameter
    /// @param formula      the update
    /// @param source       where the formula comes from
    public record Work(long parameters, int bytesRead, int bytesWritten, int divides, int roots, String formula, String source) {

        /// @throws IllegalArgumentException if a field is missing or out of its range
        public Work {
            Check.atLeast("parameters", 1, parameters);
            Check.atLeast("bytesRead", 0, bytesRead);
            Check.atLeast("bytesWritten", 0, bytesWritten);
            Check.atLeast("divides", 0, divides);
            Check.atLeast("roots", 0, roots);
            Check.present("formula", formula);
            Check.present("source", source);
        }
    }

    /// The row's name, such as `StepBenchmark.step ADAM SIMD 1000`, with its contestant in brackets if there are several.
    public String id() {
        return name() + (contestant.isEmpty() ? "" : " [" + contestant + "]");
    }

    /// The name without the contestant, which all of them share.
    public String name() {
        return benchmarkName() + " " + String.join(" ", parameters.values());
    }

    /// Class and method, such as `StepBenchmark.step`.
    public String benchmarkName() {
        int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
    }

    /// The same row in another JVM, with more flags. Of two collectors the JVM would refuse both, so one among the flags replaces the row's.
    public Row in(String contestant, String javaHome, List<String> flags) {
        boolean collector = flags.stream().anyMatch(flag -> flag.matches(COLLECTOR));
        Stream<String> own = jvmArgs.stream().filter(flag -> !(collector && flag.matches(COLLECTOR)));
        return new Row(benchmark, parameters, contestant, javaHome, Stream.concat(own, flags.stream()).toList(), heapMegabytes, seconds,
                work, classPath);
    }

    /// The same row of another build.
    public Row on(String classPath) {
        return new Row(benchmark, parameters, contestant, javaHome, jvmArgs, heapMegabytes, seconds, work, classPath);
    }
}
