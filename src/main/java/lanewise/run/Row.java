package lanewise.run;

import java.util.List;
import java.util.Map;
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

    private static final String COLLECTOR = "-XX:\\+Use[A-Za-z0-9]+GC";

    public Row {
        if (contestant == null) contestant = ""; // in plans written before there were any
        if (javaHome == null) javaHome = "";
        if (classPath == null) classPath = "";
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
    public record Work(long parameters, int bytesRead, int bytesWritten, int divides, int roots, String formula, String source) {}

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
