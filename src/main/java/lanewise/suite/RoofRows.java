package lanewise.suite;

import static lanewise.bench.BenchmarkVariant.SIMD;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.bench.ArithmeticBenchmark;
import lanewise.bench.ArithmeticBenchmark.Operation;
import lanewise.bench.LbfgsBenchmark;
import lanewise.bench.LbfgsStreamBenchmark;
import lanewise.bench.ParallelStreamBenchmark;
import lanewise.bench.StreamBenchmark;
import lanewise.bench.StreamBenchmark.Form;
import lanewise.bench.StreamBenchmark.StreamCount;
import lanewise.optim.Catalogue;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Unit;
import lanewise.run.Row.Work;

/// What the machine can do at best: streams that move the bytes of a step, and the operations that steps and products are made of. A roof is
/// measured when a row that is measured names it.
final class RoofRows {

    static final String MULTIPLY_ADD = loop(Operation.MULTIPLY_ADD).name();
    private static final String DIVIDE = loop(Operation.DIVIDE).name();
    private static final String ROOT = loop(Operation.ROOT).name();
    private static final String DIVIDE_BY_ROOT = loop(Operation.DIVIDE_BY_ROOT).name();

    /// A stream that keeps the processor from running ahead is the fastest only beyond the caches.
    private static final int PACED_FROM = 10_000_000;

    private RoofRows() {}

    /// The roofs that these rows name, and the loop of a divide and a root together where they are compared with each of the two.
    static List<Row> of(Profile profile, List<Row> rows) {
        if (!profile.describesTheMachine()) return List.of();
        Set<String> named = rows.stream().flatMap(row -> row.roofs().names()).collect(Collectors.toSet());
        if (named.contains(DIVIDE) && named.contains(ROOT)) named.add(DIVIDE_BY_ROOT);
        return all(profile).stream().filter(roof -> named.contains(roof.name())).toList();
    }

    private static List<Row> all(Profile profile) {
        List<Row> rows = new ArrayList<>();
        IntStream.concat(Arrays.stream(StepRows.SIZES), IntStream.of(SparseRows.TABLE)).forEach(size -> {
            for (StreamCount count : StreamCount.values()) {
                for (Form form : forms(profile, size)) rows.add(stream(count, form, size));
            }
        });
        LbfgsRows.SIZES.forEach(size -> rows.add(lbfgsStream(size)));
        for (int size : ParallelRows.sizes(profile)) {
            for (StreamCount count : StreamCount.values()) {
                for (Form form : parallelForms(size)) rows.add(parallelStream(count, form, size));
            }
        }
        for (Operation operation : Operation.values()) rows.add(loop(operation));
        return rows;
    }

    private static List<Form> forms(Profile profile, int size) {
        return Arrays.stream(Form.values()).filter(form -> switch (form) {
            case SIMD -> true;
            case SCALAR -> profile == Profile.FULL;
            case PACED -> size >= PACED_FROM;
        }).toList();
    }

    private static List<Form> parallelForms(int size) {
        return size >= PACED_FROM ? List.of(Form.SIMD, Form.PACED) : List.of(Form.SIMD);
    }

    /// Names of the streams with the traffic of an update with so many state arrays; none if there is no such stream.
    static List<String> streams(Profile profile, int stateArrays, int size) {
        return streamCount(stateArrays).stream()
                .flatMap(count -> forms(profile, size).stream().map(form -> stream(count, form, size).name())).toList();
    }

    /// Likewise on all processors.
    static List<String> parallelStreams(Profile profile, int stateArrays, int size) {
        if (!profile.describesTheMachine()) return List.of();
        return streamCount(stateArrays).stream()
                .flatMap(count -> parallelForms(size).stream().map(form -> parallelStream(count, form, size).name())).toList();
    }

    private static Optional<StreamCount> streamCount(int stateArrays) {
        return Arrays.stream(StreamCount.values()).filter(count -> count.stateArrays() == stateArrays).findFirst();
    }

    /// Loops that bind the arithmetic of an update, with how often a parameter needs each.
    static Map<String, Integer> operations(Catalogue optimizer) {
        Map<String, Integer> operations = new LinkedHashMap<>();
        if (optimizer.divides() > 0) operations.put(DIVIDE, optimizer.divides());
        if (optimizer.roots() > 0) operations.put(ROOT, optimizer.roots());
        return operations;
    }

    private static Row stream(StreamCount count, Form form, int size) {
        return stream(StreamBenchmark.class, parameters(count.name(), form, size), count, size, 1);
    }

    private static Row parallelStream(StreamCount count, Form form, int size) {
        Map<String, String> parameters = parameters(count.name(), form, size);
        parameters.put("threads", Integer.toString(ParallelRows.threads()));
        return stream(ParallelStreamBenchmark.class, parameters, count, size, ParallelRows.threads());
    }

    private static Row stream(Class<?> benchmark, Map<String, String> parameters, StreamCount count, int size, int threads) {
        int read = Float.BYTES * (2 + count.stateArrays());
        return roof(benchmark.getName() + ".step", parameters, Family.STREAM,
                count.name() + (threads == 1 ? "" : ", " + threads + " threads"),
                new Work(Unit.ELEMENT, size, false, read, read - Float.BYTES, threads, "x ← x + g",
                        "the traffic of an update without its arithmetic"),
                ForkCost.ofUpdate(size, count.stateArrays()));
    }

    static Row lbfgsStream(int size) {
        String count = "READ_84_WRITE_23";
        return roof(LbfgsStreamBenchmark.class.getName() + ".step", parameters(count, Form.SIMD, size), Family.STREAM, count,
                new Work(Unit.ELEMENT, size, LbfgsBenchmark.BYTES_READ, LbfgsBenchmark.BYTES_WRITTEN, "x ← x + y, Σ x + y",
                        "the passes of L-BFGS without its arithmetic"),
                LbfgsRows.cost(size));
    }

    private static Map<String, String> parameters(String streams, Form form, int size) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("streams", streams);
        parameters.put("form", form.name());
        parameters.put("size", Integer.toString(size));
        return parameters;
    }

    private static Row loop(Operation operation) {
        String where = "in the first-level cache, at the machine's vector width";
        Work work = switch (operation) {
            case DIVIDE -> elements("y ← 1/x", where);
            case ROOT -> elements("y ← √x", where);
            case DIVIDE_BY_ROOT -> elements("y ← x/√x", where);
            case MULTIPLY_ADD -> Work.multiplyAdds(ArithmeticBenchmark.MULTIPLY_ADDS, "c ← cx + y", where);
        };
        return roof(ArithmeticBenchmark.class.getName() + ".loop", Map.of("operation", operation.name()), Family.ARITHMETIC,
                operation.name(), work, ForkCost.ofLoop());
    }

    private static Work elements(String formula, String where) {
        return new Work(Unit.ELEMENT, ArithmeticBenchmark.SIZE, 0, 0, formula, where);
    }

    private static Row roof(String benchmark, Map<String, String> parameters, Family family, String label, Work work, ForkCost cost) {
        return new Row(benchmark, parameters, family, label, work, ComparedWith.NOTHING, Roofs.NONE, "",
                cost.jvm(ForkFlags::aligned, SIMD));
    }
}
