package lanewise.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Jvm;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Unit;
import lanewise.run.Row.Work;

/// A plan of schema 1, whose rows did not say what they are. Here, and nowhere else, that is concluded from their names and parameters, as
/// the tables of that time did, so that runs of that time stay readable.
record PlanSchema1(int schema, String command, String profile, long seed, int rounds, double budgetSeconds, Plan.Sampling sampling,
        List<OldRow> rows, List<Plan.LeftOut> leftOut, List<String> warnings, Shard shard, List<String> whole, List<Plan.Joined> joined,
        List<Plan.ClassPathEntry> build) {

    static final int SCHEMA = 1;

    private static final String VARIANT = "variant";
    private static final String SIMD = "SIMD";
    private static final String BASELINE = "SCALAR_NO_AUTOVEC";
    private static final String MULTIPLY_ADD = "MULTIPLY_ADD";

    /// Any other was an external product.
    private static final Set<String> OWN_PRODUCTS = Set.of("SCALAR", "UNROLLED", SIMD);

    private static final int WITH_TAIL = 1_000;
    private static final int WITHOUT_TAIL = 1_024;

    /// Multiply-adds of a lane in one call of the loop, which the plan gave for the lanes of the JVM that wrote it.
    private static final long MULTIPLY_ADDS_A_LANE = 8_192;

    record OldWork(long parameters, int bytesRead, int bytesWritten, int divides, int roots, String formula, String source) {

        OldWork {
            Check.atLeast("parameters", 1, parameters);
            Check.present("formula", formula);
            Check.present("source", source);
            Check.atLeast("divides", 0, divides);
            Check.atLeast("roots", 0, roots);
        }
    }

    record OldRow(String benchmark, Map<String, String> parameters, String contestant, String javaHome, List<String> jvmArgs,
            long heapMegabytes, double seconds, OldWork work, String classPath) {

        OldRow {
            Check.written("benchmark", benchmark);
            Check.present("parameters", parameters);
            Check.present("jvmArgs", jvmArgs);
            Check.present("work", work);
            parameters.forEach((name, value) -> Check.written("parameters." + name, value));
            for (String name : needed(benchmark, parameters)) Check.present("parameters." + name, parameters.get(name));
            for (String name : List.of("size", "threads")) {
                String value = parameters.getOrDefault(name, "1");
                Check.that(value.matches("[1-9]\\d{0,9}") && Long.parseLong(value) <= Integer.MAX_VALUE,
                        "parameters." + name + " must be a whole number above 0, was \"" + value + '"');
            }
        }

        /// What the tables of that time asked a row of this kind for.
        private static List<String> needed(String benchmark, Map<String, String> parameters) {
            if (parameters.containsKey("operation")) return List.of();
            if (parameters.containsKey("network")) return List.of(VARIANT, "batch");
            if (parameters.containsKey("layer")) return List.of("network");
            if (parameters.containsKey("shape") || benchmark.endsWith("SgemmBenchmark.multiply")) return List.of("shape", VARIANT);
            boolean step = parameters.containsKey("optimizer") || benchmark.endsWith(".StepBenchmark.step")
                    || benchmark.endsWith(".LbfgsBenchmark.step");
            return step ? List.of("optimizer", VARIANT, "size") : List.of("streams");
        }

        private boolean has(String parameter) {
            return parameters.containsKey(parameter);
        }

        private String get(String parameter) {
            return parameters.getOrDefault(parameter, "");
        }

        private String name() {
            return Row.nameOf(benchmark, parameters);
        }

        private boolean isOf(String simpleName) {
            return benchmark.endsWith("." + simpleName + ".step");
        }

        /// One of the ten families of that time. One that is newer is none of these, and has no case in what follows.
        private Family family() {
            if (has("operation")) return Family.ARITHMETIC;
            if (has("shape")) return Family.PRODUCT;
            if (has("layer")) return Family.LAYER;
            if (has("network")) return Family.MINIBATCH;
            if (!has("optimizer")) return Family.STREAM;
            if (isOf("StepBenchmark")) return Family.STEP;
            if (isOf("LbfgsBenchmark")) return Family.LBFGS;
            if (has("threads")) return Family.PARALLEL_STEP;
            return has("permille") ? Family.SPARSE_STEP : Family.SCENARIO;
        }

        private String label() {
            String threads = has("threads") ? ", " + get("threads") + " threads" : "";
            return switch (family()) {
                case STEP, LBFGS -> get("optimizer");
                case SCENARIO -> benchmark.replaceFirst(".*\\.(\\w+?)(Benchmark)?\\.step$", "$1");
                case PARALLEL_STEP -> "ParallelStep" + threads;
                case SPARSE_STEP -> "SparseStep, " + get("permille") + " ‰ of the rows, "
                        + get("layout").toLowerCase(Locale.ROOT).replace('_', ' ');
                case PRODUCT -> get("shape");
                case MINIBATCH -> get("network");
                case LAYER -> work.formula;
                case STREAM -> get("streams") + threads;
                default -> get("operation");
            };
        }

        private Work newWork() {
            boolean multiplies = get("operation").equals(MULTIPLY_ADD);
            boolean perLane = multiplies && work.parameters % MULTIPLY_ADDS_A_LANE == 0;
            Unit unit = switch (family()) {
                case STEP, LBFGS, SCENARIO, PARALLEL_STEP, SPARSE_STEP -> Unit.PARAMETER;
                case PRODUCT, LAYER -> Unit.MULTIPLY_ADD;
                case MINIBATCH -> isUpdate() ? Unit.PARAMETER : Unit.MULTIPLY_ADD;
                case STREAM -> Unit.ELEMENT;
                default -> multiplies ? Unit.MULTIPLY_ADD : Unit.ELEMENT;
            };
            return new Work(unit, perLane ? MULTIPLY_ADDS_A_LANE : work.parameters, perLane, work.bytesRead, work.bytesWritten,
                    Integer.parseInt(parameters.getOrDefault("threads", "1")), work.formula, work.source);
        }

        private boolean isUpdate() {
            return benchmark.endsWith(".update");
        }

        /// Rows of the same benchmark and parameters but for the variant do the same work in another way.
        private boolean isAlternativeOf(OldRow other) {
            return has(VARIANT) && !name().equals(other.name()) && benchmark.equals(other.benchmark)
                    && with(VARIANT, "").equals(other.with(VARIANT, ""));
        }

        private Map<String, String> with(String parameter, String value) {
            Map<String, String> changed = new LinkedHashMap<>(parameters);
            changed.put(parameter, value);
            return changed;
        }

        private String nameWith(String parameter, String value) {
            return Row.nameOf(benchmark, with(parameter, value));
        }

        private ComparedWith comparedWith(List<OldRow> all) {
            boolean simd = get(VARIANT).equals(SIMD);
            List<String> alternatives = simd
                    ? all.stream().filter(other -> other.isAlternativeOf(this)).map(OldRow::name).distinct().toList()
                    : List.of();
            return switch (family()) {
                case STEP, LBFGS -> new ComparedWith(nameWith(VARIANT, BASELINE), alternatives, "",
                        simd && family() == Family.STEP && work.parameters == WITH_TAIL
                                ? nameWith("size", Integer.toString(WITHOUT_TAIL))
                                : "");
                case PRODUCT -> new ComparedWith(
                        all.stream().filter(other -> alternatives.contains(other.name()) && !OWN_PRODUCTS.contains(other.get(VARIANT)))
                                .map(OldRow::name).findFirst().orElse(""),
                        alternatives, "", "");
                case SCENARIO, PARALLEL_STEP, SPARSE_STEP -> ComparedWith
                        .plain(String.join(" ", "StepBenchmark.step", get("optimizer"), get(VARIANT), get("size")));
                default -> ComparedWith.NOTHING;
            };
        }

        private Roofs roofs(List<OldRow> all) {
            return switch (family()) {
                case STEP, LBFGS, PARALLEL_STEP -> new Roofs(
                        all.stream().filter(this::isMovedBy).map(OldRow::name).distinct().toList(), operations());
                case PRODUCT, LAYER -> new Roofs(List.of(), Map.of("ArithmeticBenchmark.loop " + MULTIPLY_ADD, 1));
                case MINIBATCH -> isUpdate() ? Roofs.NONE : new Roofs(List.of(), Map.of("ArithmeticBenchmark.loop " + MULTIPLY_ADD, 1));
                default -> Roofs.NONE;
            };
        }

        private boolean isMovedBy(OldRow stream) {
            return stream.family() == Family.STREAM && stream.has("threads") == has("threads")
                    && stream.work.parameters == work.parameters && stream.work.bytesRead == work.bytesRead
                    && stream.work.bytesWritten == work.bytesWritten;
        }

        private Map<String, Integer> operations() {
            Map<String, Integer> operations = new LinkedHashMap<>();
            if (work.divides > 0) operations.put("ArithmeticBenchmark.loop DIVIDE", work.divides);
            if (work.roots > 0) operations.put("ArithmeticBenchmark.loop ROOT", work.roots);
            return operations;
        }

        private String group() {
            return switch (family()) {
                case STREAM, ARITHMETIC -> "";
                case PRODUCT -> get("shape");
                case MINIBATCH, LAYER -> get("network") + " " + get(VARIANT);
                default -> get("optimizer") + " " + Math.round(Math.log(Double.parseDouble(get("size"))) / Math.log(2));
            };
        }

        private Row upgraded(List<OldRow> all) {
            return new Row(benchmark, parameters, family(), label(), newWork(), comparedWith(all), roofs(all), group(),
                    new Jvm(orEmpty(contestant), orEmpty(javaHome), jvmArgs, heapMegabytes, seconds, orEmpty(classPath)));
        }

        /// Plans that are older still lack some fields.
        private static String orEmpty(String text) {
            return Objects.requireNonNullElse(text, "");
        }
    }

    PlanSchema1 {
        Check.present("rows", rows);
    }

    /// @throws RefusedException if it is no such plan
    static Plan read(String json, String where) {
        PlanSchema1 old = Records.read(json, PlanSchema1.class, where, SCHEMA);
        try {
            return old.upgraded();
        } catch (IllegalArgumentException | RefusedException e) { // of a record's own constructor
            throw Records.refused(where + ": " + e.getMessage());
        }
    }

    /// The same plan in the present schema.
    private Plan upgraded() {
        return new Plan(Plan.SCHEMA, command, profile, seed, rounds, budgetSeconds, sampling,
                rows.stream().map(row -> row.upgraded(rows)).toList(), leftOut, warnings, shard, whole, joined, build);
    }
}
