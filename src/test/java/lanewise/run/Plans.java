package lanewise.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Jvm;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Unit;
import lanewise.run.Row.Work;

/// Plans for tests.
public final class Plans {

    /// A real benchmark of a few milliseconds.
    public static final Plan.Sampling SHORT = new Plan.Sampling(1, 5, 3, 5);

    private static final List<String> FLAGS = List.of("--add-modules=jdk.incubator.vector", "-Xmx128m");

    private Plans() {}

    /// A row of `StepBenchmark` whose fork is said to take ten seconds.
    public static Row row(String optimizer, String variant, int size) {
        List<String> args = Stream.concat(Stream.of("--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC", "-Xmx128m"),
                variant.equals("SCALAR_NO_AUTOVEC") ? Stream.of("-XX:-UseSuperWord") : Stream.of()).toList();
        List<String> alternatives = variant.equals("SIMD")
                ? Stream.of("SCALAR", "UNROLLED", "SCALAR_NO_AUTOVEC").map(other -> step(optimizer, other, size)).toList()
                : List.of();
        return new Row("lanewise.bench.StepBenchmark.step", parameters(optimizer, variant, size), Family.STEP, optimizer,
                new Work(Unit.PARAMETER, size, 8, 4, "w ← w − ηg", "a book"),
                new ComparedWith(step(optimizer, "SCALAR_NO_AUTOVEC", size), alternatives, "",
                        variant.equals("SIMD") && size == 1_000 ? step(optimizer, variant, 1_024) : ""),
                new Roofs(List.of("StreamBenchmark.step READ_2_WRITE_1 SIMD " + size), Map.of()),
                optimizer + " " + Math.round(Math.log(size) / Math.log(2)), new Jvm(args, 128, 10));
    }

    private static String step(String optimizer, String variant, int size) {
        return "StepBenchmark.step " + optimizer + " " + variant + " " + size;
    }

    private static Map<String, String> parameters(String optimizer, String variant, int size) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("optimizer", optimizer);
        parameters.put("variant", variant);
        parameters.put("size", Integer.toString(size));
        return parameters;
    }

    /// A SIMD row of `StepBenchmark` whose fork can place its arrays.
    public static Row placed(String optimizer, int size) {
        return row(optimizer, "SIMD", size).in("", "", List.of("-XX:ObjectAlignmentInBytes=64", "-XX:-UseCompressedOops"));
    }

    /// The same step as another benchmark takes it, compared with the plain one.
    public static Row scenario(String name, Row plain) {
        return new Row("lanewise.bench." + name + "Benchmark.step", plain.parameters(), Family.SCENARIO, name, plain.work(),
                ComparedWith.plain(plain.name()), Roofs.NONE, plain.group(), plain.jvm());
    }

    /// A row of `StreamBenchmark`.
    public static Row stream(String streams, int size) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("streams", streams);
        parameters.put("form", "SIMD");
        parameters.put("size", Integer.toString(size));
        return roof("lanewise.bench.StreamBenchmark.step", parameters, Family.STREAM, streams,
                new Work(Unit.ELEMENT, size, 8, 4, "x ← x + g", "a stream"));
    }

    /// A row of `ArithmeticBenchmark`.
    public static Row arithmetic(String operation, int elements) {
        Unit unit = operation.equals("MULTIPLY_ADD") ? Unit.MULTIPLY_ADD : Unit.ELEMENT;
        return roof("lanewise.bench.ArithmeticBenchmark.loop", Map.of("operation", operation), Family.ARITHMETIC, operation,
                new Work(unit, elements, 0, 0, "", ""));
    }

    private static Row roof(String benchmark, Map<String, String> parameters, Family family, String label, Work work) {
        return new Row(benchmark, parameters, family, label, work, ComparedWith.NOTHING, Roofs.NONE, "", new Jvm(FLAGS, 128, 10));
    }

    /// A row whose roof is as many multiply-adds.
    public static Row multiplying(String benchmark, Map<String, String> parameters, Family family, String label, long multiplyAdds) {
        return new Row("lanewise.bench." + benchmark, parameters, family, label, Work.multiplyAdds(multiplyAdds, "", ""),
                ComparedWith.NOTHING, new Roofs(List.of(), Map.of("ArithmeticBenchmark.loop MULTIPLY_ADD", 1)), label,
                new Jvm(FLAGS, 128, 10));
    }

    /// The same row under other roofs.
    public static Row under(Roofs roofs, Row row) {
        return new Row(row.benchmark(), row.parameters(), row.family(), row.label(), row.work(), row.comparedWith(), roofs, row.group(),
                row.jvm());
    }

    /// The same row with other work.
    public static Row doing(Work work, Row row) {
        return new Row(row.benchmark(), row.parameters(), row.family(), row.label(), work, row.comparedWith(), row.roofs(), row.group(),
                row.jvm());
    }

    /// The same row with one parameter changed or added at the end.
    public static Row with(String parameter, String value, Row row) {
        Map<String, String> changed = new LinkedHashMap<>(row.parameters());
        changed.put(parameter, value);
        return new Row(row.benchmark(), changed, row.family(), row.label(), row.work(), row.comparedWith(), row.roofs(), row.group(),
                row.jvm());
    }

    /// The same row of another benchmark and family.
    public static Row as(String benchmark, Family family, String label, Row row) {
        return new Row("lanewise.bench." + benchmark, row.parameters(), family, label, row.work(), row.comparedWith(), row.roofs(),
                row.group(), row.jvm());
    }

    /// A plan of these rows, with a budget in seconds if `rounds` is 0.
    public static Plan plan(int rounds, double budget, Row... rows) {
        return new Plan(Plan.SCHEMA, "scripts/lanewise run", "test", 42, rounds, budget, SHORT, List.of(rows), List.of(), List.of());
    }
}
