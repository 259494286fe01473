package lanewise.cli;

import static lanewise.cli.Outcome.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lanewise.compare.Comparison;
import lanewise.compare.Comparisons;
import lanewise.run.ExitCode;
import lanewise.run.Family;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Plans;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.RunFolder;
import lanewise.run.Shard;
import lanewise.run.Shards;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Every field of every file of a run and of a comparison, damaged in every way: whatever reads the folder says which file and which field in
/// one sentence, or says what is right.
class DamagedFoldersTest {

    private static final JsonMapper JSON = new JsonMapper();

    /// Written since there are runs without them.
    private static final Set<String> OPTIONAL = Set.of("warnings", "shard", "whole", "joined", "build", "cpuModel", "busyCores",
            "throttled", "facts", "failure", "drifted", "againstItself");

    /// Of rows of schema 1, written since there are runs without them.
    private static final Set<String> OPTIONAL_IN_SCHEMA_1 = Set.of("contestant", "javaHome", "classPath");

    /// Of rows but the first, what is their own.
    private static final String OWN = "/rows/[1-9]/(benchmark|family|label|work/(parameters|unit|count)|parameters.*|comparedWith/plain|roofs.*)";

    private static final int TURNS = 4;

    private int turn;

    private static final List<JsonNode> OTHERS = List.of(text(""), text("\u001b[31m|<b>\u0000"), text("NaN"), number(0),
            number(-1),
            number(1e300), number(1.5), JsonNodeFactory.instance.numberNode(Long.MAX_VALUE), JsonNodeFactory.instance.booleanNode(true),
            JsonNodeFactory.instance.nullNode(), JSON.createArrayNode().addNull(), JSON.createObjectNode());

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }

    private static JsonNode number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 10
                ? JsonNodeFactory.instance.numberNode((int) value)
                : JsonNodeFactory.instance.numberNode(value);
    }

    @TempDir
    private Path folder;

    private RunFolder run;
    private RunFolder comparison;
    private int schema = Plan.SCHEMA;
    private int read;
    private int refused;

    private static Row row(String benchmark, Family family, String label, String... parameters) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int k = 0; k < parameters.length; k += 2) named.put(parameters[k], parameters[k + 1]);
        return Plans.multiplying(benchmark, named, family, label, 1_000);
    }

    /// A row of every table, measured whole, as the only shard of its plan.
    @BeforeEach
    void wholeFolders() throws IOException {
        Row large = Plans.row("SGD", "SIMD", 100_000);
        List<Row> rows = List.of(large, Plans.row("SGD", "SCALAR_NO_AUTOVEC", 100_000), Plans.stream("READ_2_WRITE_1", 100_000),
                Plans.arithmetic("MULTIPLY_ADD", 1_000),
                row("ParallelStepBenchmark.step", Family.PARALLEL_STEP, "ParallelStep, 2 threads", "optimizer", "SGD", "variant", "SIMD",
                        "size", "100000", "threads", "2").comparedWith(ComparedWith.plain(large.name())),
                row("SgemmBenchmark.multiply", Family.PRODUCT, "8x8x8", "variant", "SIMD", "shape", "8x8x8"),
                row("MinibatchBenchmark.forward", Family.MINIBATCH, "net", "network", "net", "variant", "SIMD", "batch", "64", "optimizer",
                        "MOMENTUM"),
                row("LayerBenchmark.backward", Family.LAYER, "dense 8→8", "network", "net", "layer", "0", "variant", "SIMD", "batch", "64"),
                Plans.scenario("MixedSizes", large));
        Plan whole = Plans.plan(2, 0, rows.toArray(Row[]::new));
        Plan plan = new Plan(Plan.SCHEMA, whole.command(), whole.profile(), whole.seed(), 2, 0, whole.sampling(), rows,
                List.of(new Plan.LeftOut("a row", "a reason")), List.of("a warning"))
                .of(new Shard(1, 1), rows.stream().map(Row::id).toList());
        List<Measurement> measured = new ArrayList<>();
        for (Measurement m : Shards.measured(plan, 2, _ -> 100)) {
            measured.add(m.row().equals(large.id()) ? recorded(m) : m);
        }
        run = Shards.folder(folder.resolve("runs"), 1, Comparisons.HERE, plan, measured);
        Plan compared = Comparisons.plan("SGD");
        comparison = Comparisons.folder(folder.resolve("comparisons"), "a-vs-b", Comparisons.HERE, compared,
                Comparisons.of(compared, "1", "2"), Comparisons.measured(compared, compared.rounds(), 1));
    }

    private static Measurement recorded(Measurement m) {
        Histogram histogram = new Histogram(3);
        histogram.recordValue(123_456);
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        String encoded = Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(bytes.array(), length));
        return new Measurement(m.row(), m.round(), m.position(), m.started(), m.seconds(), 0, 0, 0, m.nanoseconds(),
                Map.of("jdk", "25", "lanes", 16, "steady", true, "placedApart", true, "hugePageKilobytes", 0, "invocations",
                        Map.of("count", 1, "p50", 123_456, "p99", 123_456, "max", 123_456, "histogram", encoded)),
                null);
    }

    private List<String[]> commandsOn(RunFolder damaged) {
        String path = damaged.path().toString();
        String history = folder.resolve("history.json").toString();
        List<String[]> commands = new ArrayList<>(List.of(new String[]{"report", path}, new String[]{"history", "--output", history, path},
                new String[]{"reference", path, "--results", folder.resolve("references").toString()},
                new String[]{"merge", path, "--results", folder.resolve("merged").toString()}));
        if (damaged == comparison) commands.add(new String[]{"compare", "--resume", path});
        return commands;
    }

    /// Nothing that should not happen; a refusal of the file's names it.
    private void holds(RunFolder damaged, String file, String damage) throws IOException {
        List<String[]> commands = commandsOn(damaged);
        List<String[]> some = new ArrayList<>(List.of(commands.getFirst(), commands.get(1 + read % (commands.size() - 1))));
        boolean refusedAlready = false;
        for (String[] command : damage.contains("is missing") ? commands : some) {
            if (refusedAlready && read % 16 > 0) break; // all read it in one place, and it takes time to see the same again
            Outcome outcome = execute(command);
            String what = String.join(" ", command) + ", " + file + " " + damage + ": " + outcome.err();
            assertThat(outcome.err()).as(what).doesNotContain("should not happen", "Exception", "\tat ", "\u001b");
            assertThat(outcome.out()).as(what).doesNotContain("\u001b", "null ");
            assertThat(outcome.err().lines()).as(what).hasSizeLessThanOrEqualTo(1);
            assertThat(outcome.exitCode()).as(what).isIn(damaged == run ? Set.of(0, 2, 3) : Set.of(0, 1, 2, 3, 4));
            if (!command[0].equals("report")) continue;
            read++;
            refusedAlready = outcome.exitCode() == ExitCode.USAGE;
            if (outcome.exitCode() == ExitCode.USAGE) {
                refused++;
                assertThat(outcome.err()).as(what).startsWith("lanewise: " + damaged.path()).containsAnyOf("json", "journal");
            }
            if (damage.endsWith(" is not there") && !damage.startsWith("facts.")
                    && !isOptional(file, damage.replaceAll(" is not there|.*\\.", ""))) {
                assertThat(outcome.exitCode()).as(what).isEqualTo(ExitCode.USAGE);
                if (!damage.contains("parameters.")) {
                    assertThat(outcome.err()).as(what).contains(damage.replaceAll(" is not there|.*\\.", "") + " is missing");
                }
            }
        }
        delete(folder.resolve("references"));
        delete(folder.resolve("merged"));
    }

    private boolean isOptional(String file, String field) {
        return OPTIONAL.contains(field) || (file.equals("plan.json") && schema == 1 && OPTIONAL_IN_SCHEMA_1.contains(field));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(path);
        }
    }

    /// Each field of the tree left out and in other forms; of several rows the first has all of them and the others what is their own.
    private void damageFields(RunFolder damaged, String file, UnaryOperator<String> document) throws IOException {
        Path path = damaged.path().resolve(file);
        String whole = Files.readString(path);
        JsonNode tree = JSON.readTree(document.apply(whole));
        for (String pointer : pointers("", tree)) {
            if (pointer.matches("/rows/[1-9].*") && !pointer.matches(OWN)) continue;
            List<JsonNode> forms = new ArrayList<>();
            forms.add(null);
            // Every fourth, another one each time: all of them on all fields take minutes.
            for (int k = turn++ % TURNS; k < OTHERS.size(); k += TURNS) forms.add(OTHERS.get(k));
            for (JsonNode form : forms) {
                String name = pointer.substring(1).replace('/', '.');
                String changed = JSON.writeValueAsString(replaced(tree, pointer, form));
                Files.writeString(path, whole.replace(document.apply(whole).strip(), changed));
                holds(damaged, file,
                        name + (form != null
                                ? " is " + form
                                : name.matches(".*(\\.\\d+|roofs\\.compute\\..*)") ? " is left out" : " is not there"));
            }
        }
        Files.writeString(path, whole);
    }

    private static List<String> pointers(String prefix, JsonNode tree) {
        List<String> pointers = new ArrayList<>();
        if (tree instanceof ObjectNode object) {
            for (String name : object.propertyNames()) {
                pointers.add(prefix + "/" + name);
                pointers.addAll(pointers(prefix + "/" + name, object.get(name)));
            }
        } else if (tree instanceof ArrayNode array) {
            for (int k = 0; k < array.size(); k++) {
                if (k > 1 && !prefix.equals("/rows")) break; // more of the same
                pointers.add(prefix + "/" + k);
                pointers.addAll(pointers(prefix + "/" + k, array.get(k)));
            }
        }
        return pointers;
    }

    private static JsonNode replaced(JsonNode tree, String pointer, JsonNode form) {
        JsonNode copy = tree.deepCopy();
        int last = pointer.lastIndexOf('/');
        JsonNode parent = copy.at(pointer.substring(0, last));
        String name = pointer.substring(last + 1);
        switch (parent) {
            case ObjectNode object when form == null -> object.remove(name);
            case ObjectNode object -> object.set(name, form);
            case ArrayNode array when form == null -> array.remove(Integer.parseInt(name));
            case ArrayNode array -> array.set(Integer.parseInt(name), form);
            default -> throw new AssertionError(pointer);
        }
        return copy;
    }

    @Test
    void everyFieldOfARun() throws Exception {
        holds(run, "", "is whole");
        assertThat(refused).isZero();
        assertThat(execute("report", run.path().toString()).exitCode()).isZero();
        damageFields(run, "environment.json", whole -> whole);
        damageFields(run, "plan.json", whole -> whole);
        damageFields(run, "journal.jsonl", whole -> whole.lines().findFirst().orElseThrow());
        assertThat(refused).as("of %d", read).isGreaterThan(read / 2);
        assertThat(execute("report", run.path().toString()).exitCode()).as("restored").isZero();
    }

    @Test
    void everyFieldOfAPlanOfSchema1() throws Exception {
        schema = 1;
        Path file = run.path().resolve("plan.json");
        Files.writeString(file, JSON.writeValueAsString(schema1(JSON.readTree(Files.readString(file)))));
        holds(run, "", "is whole");
        assertThat(refused).isZero();
        assertThat(execute("report", run.path().toString()).out()).contains("SGD", "8x8x8", "net", "MixedSizes",
                "ParallelStep, 2 threads");
        assertThat(run.path().resolve("tables.md")).content().contains("READ_2_WRITE_1");
        damageFields(run, "plan.json", whole -> whole);
        assertThat(refused).as("of %d", read).isGreaterThan(read / 2);
    }

    /// The same plan as it was written when rows did not say what they are.
    private static ObjectNode schema1(JsonNode plan) {
        ObjectNode old = ((ObjectNode) plan.deepCopy()).put("schema", 1);
        ArrayNode rows = old.putArray("rows");
        for (JsonNode row : plan.get("rows")) {
            ObjectNode flat = rows.addObject();
            flat.set("benchmark", row.get("benchmark"));
            flat.set("parameters", row.get("parameters"));
            flat.put("contestant", "").put("javaHome", "").set("jvmArgs", row.at("/jvm/args"));
            flat.set("heapMegabytes", row.at("/jvm/heapMegabytes"));
            flat.set("seconds", row.at("/jvm/seconds"));
            ObjectNode work = flat.putObject("work");
            work.set("parameters", row.at("/work/count"));
            work.set("bytesRead", row.at("/work/bytesRead"));
            work.set("bytesWritten", row.at("/work/bytesWritten"));
            work.put("divides", 1).put("roots", 1).put("formula", "a formula").put("source", "a source");
            flat.put("classPath", "");
        }
        return old;
    }

    @Test
    void everyFieldOfAComparison() throws Exception {
        holds(comparison, "", "is whole");
        assertThat(refused).isZero();
        damageFields(comparison, Comparison.FILE, whole -> whole);
        damageFields(comparison, "journal.jsonl", whole -> whole.lines().findFirst().orElseThrow());
        assertThat(refused).as("of %d", read).isGreaterThan(read / 2);
    }

    @Test
    void everyFile() throws Exception {
        byte[] binary = new byte[1_000];
        for (int k = 0; k < binary.length; k++) binary[k] = (byte) (k * 131);
        for (RunFolder damaged : List.of(run, comparison)) {
            Set<String> files = new TreeSet<>(List.of("environment.json", "plan.json", "journal.jsonl"));
            if (damaged == comparison) files.add(Comparison.FILE);
            for (String file : files) {
                Path path = damaged.path().resolve(file);
                byte[] whole = Files.readAllBytes(path);
                Map<String, byte[]> forms = new LinkedHashMap<>();
                forms.put("is binary", binary);
                for (String text : List.of("", "{}", "[]", "null", "42", "{\"a\":{\"b\":[1]}}\n", "[".repeat(5_000))) {
                    forms.put("is \"" + text + "\"", text.getBytes(StandardCharsets.UTF_8));
                    forms.put("is the line \"" + text + "\"", (text + "\n").getBytes(StandardCharsets.UTF_8));
                }
                for (int part = 1; part <= 6; part++) forms.put("is cut", java.util.Arrays.copyOf(whole, whole.length * part / 7));
                for (String other : files) forms.put("is " + other, Files.readAllBytes(damaged.path().resolve(other)));
                for (Map.Entry<String, byte[]> form : forms.entrySet()) {
                    Files.write(path, form.getValue());
                    holds(damaged, file, form.getKey());
                }
                Files.delete(path);
                holds(damaged, file, "is missing");
                Files.createDirectory(path);
                holds(damaged, file, "is a folder");
                Files.delete(path);
                if (file.equals("journal.jsonl")) {
                    Path compressed = damaged.path().resolve(file + ".gz");
                    for (byte[] form : List.of(new byte[0], binary, whole)) {
                        Files.write(compressed, form);
                        holds(damaged, file + ".gz", "is none");
                    }
                    Files.delete(compressed);
                }
                Files.write(path, whole);
            }
        }
    }

    @Test
    void oneBadFolderAmongManyIsLeftOutByNameAndTheOthersAreRead() throws Exception {
        RunFolder other = Shards.folder(folder.resolve("elsewhere"), 1, Comparisons.HERE, run.plan(),
                Shards.measured(run.plan(), 2, _ -> 50));
        assertThat(other.path().getFileName()).as("another run of the same name").isEqualTo(run.path().getFileName());
        String output = folder.resolve("history.json").toString();
        Outcome both = execute("history", "--output", output, folder.toString());
        assertThat(both.out()).contains("series of up to 2 runs");
        for (String file : List.of("plan.json", "environment.json", "journal.jsonl")) {
            byte[] whole = Files.readAllBytes(run.path().resolve(file));
            Files.delete(run.path().resolve(file));
            Outcome outcome = execute("history", "--output", output, folder.toString());
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
            assertThat(outcome.err()).startsWith("lanewise: left out: " + run.path()).contains(file).hasLineCount(1);
            assertThat(outcome.out()).contains("series of up to 1 runs");
            Files.write(run.path().resolve(file), whole);
        }
        delete(other.path());
        assertThat(execute("reference", run.path().toString(), "--results", folder.resolve("references").toString()).exitCode()).isZero();
        assertThat(execute("history", "--output", output, folder.toString()).out()).as("a reference is its run")
                .contains("series of up to 1 runs");
    }
}
