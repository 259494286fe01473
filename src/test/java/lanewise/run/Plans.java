package lanewise.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Plans for tests.
public final class Plans {

    /// A real benchmark of a few milliseconds.
    public static final Plan.Sampling SHORT = new Plan.Sampling(1, 5, 3, 5);

    private Plans() {}

    /// A row of `StepBenchmark` whose fork is said to take ten seconds.
    public static Row row(String optimizer, String variant, int size) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("optimizer", optimizer);
        parameters.put("variant", variant);
        parameters.put("size", Integer.toString(size));
        List<String> jvmArgs = Stream.concat(Stream.of("--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC", "-Xmx128m"),
                variant.equals("SCALAR_NO_AUTOVEC") ? Stream.of("-XX:-UseSuperWord") : Stream.of()).toList();
        return new Row("lanewise.bench.StepBenchmark.step", parameters, "", "", jvmArgs, 128, 10,
                new Row.Work(size, 8, 4, 0, 0, "w ← w − ηg", "a book"));
    }

    /// A SIMD row of `StepBenchmark` whose fork can place its arrays.
    public static Row placed(String optimizer, int size) {
        return row(optimizer, "SIMD", size).in("", "", List.of("-XX:ObjectAlignmentInBytes=64", "-XX:-UseCompressedOops"));
    }

    /// A row of `StreamBenchmark`.
    public static Row stream(String streams, int size) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("streams", streams);
        parameters.put("form", "SIMD");
        parameters.put("size", Integer.toString(size));
        return new Row("lanewise.bench.StreamBenchmark.step", parameters, "", "", List.of("--add-modules=jdk.incubator.vector", "-Xmx128m"),
                128,
                10,
                new Row.Work(size, 8, 4, 0, 0, "x ← x + g", "a stream"));
    }

    /// A row of `ArithmeticBenchmark`.
    public static Row arithmetic(String operation, int elements) {
        return new Row("lanewise.bench.ArithmeticBenchmark.loop", Map.of("operation", operation), "", "",
                List.of("--add-modules=jdk.incubator.vector", "-Xmx128m"), 128, 10, new Row.Work(elements, 0, 0, 0, 0, "", ""));
    }

    /// A plan of these rows, with a budget in seconds if `rounds` is 0.
    public static Plan plan(int rounds, double budget, Row... rows) {
        return new Plan(Plan.SCHEMA, "scripts/lanewise run", "test", 42, rounds, budget, SHORT, List.of(rows), List.of(), List.of());
    }
}
