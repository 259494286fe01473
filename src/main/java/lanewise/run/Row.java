package lanewise.run;

import java.util.List;
import java.util.Map;

/// One line of the table: a benchmark with its parameters, and the JVM to measure it in.
///
/// @param benchmark     JMH's name of it, class and method
/// @param parameters    JMH's parameters, in the order in which the row is named
/// @param jvmArgs       all that the fork is started with
/// @param heapMegabytes the fork's heap
/// @param seconds       about how long the fork takes, for the budget
/// @param work          what one operation does
public record Row(String benchmark, Map<String, String> parameters, List<String> jvmArgs, long heapMegabytes, double seconds, Work work) {

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

    /// The row's name, such as `StepBenchmark.step ADAM SIMD 1000`.
    public String id() {
        int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1) + " " + String.join(" ", parameters.values());
    }
}
