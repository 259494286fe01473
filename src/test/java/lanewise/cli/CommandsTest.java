package lanewise.cli;

import static lanewise.cli.Outcome.capture;
import static lanewise.cli.Outcome.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.ChildJvm;
import lanewise.experiment.Example;
import lanewise.experiment.Examples;
import lanewise.experiment.Figure;
import lanewise.experiment.Reference.Digits;
import lanewise.optim.Variant;
import lanewise.run.Environment;
import lanewise.run.ExitCode;
import lanewise.run.Plan;
import lanewise.run.Row;
import lanewise.run.Session;
import lanewise.suite.ExternalKernels;
import lanewise.suite.Profile;
import lanewise.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nonsense                   | Unmatched argument at index 0: 'nonsense' (see: lanewise help )
            run --profile huge         | Invalid value for option '--profile': expected one of [SMOKE, QUICK, FULL, PR, NIGHTLY, PEERS] (case-insensitive) but was 'huge' (see: lanewise help run)
            run --budget 1s            | a budget of 1s is less than one round of profile quick, which needs about
            run --budget soon          | --budget: a duration is written like 90s, 5m or 1h30m, was "soon"
            run --rounds -1            | --rounds must be at least 1, was -1
            run --resume no-such-run   | no-such-run is not the folder of a run: its environment.json cannot be read
            run --only ADAM(           | --only: "ADAM(" is not a regular expression: Unclosed group
            run --only READ_2          | --only: no step, product or minibatch of profile quick has "READ_2" in its name
            run --jdk nowhere          | --jdk: nowhere is not a JDK, it has no bin/java
            run --flags -XX:+NoSuch    | JAVA does not start with "-XX:+NoSuch": Unrecognized VM option 'NoSuch'
            run --resume x --rounds 3  | --resume goes on with the plan of its run and takes no --rounds
            run --shard 0/5 --seed 1   | --shard counts from 1/N to N/N, was "0/5"
            run --shard 6/5 --seed 1   | --shard counts from 1/N to N/N, was "6/5"
            run --shard x --seed 1     | --shard is written like 2/5, the second of five machines, was "x"
            run --shard 1/99999 --seed 1 | --shard is written like 2/5, the second of five machines, was "1/99999"
            run --shard 1/99 --seed 1 --profile smoke | --shard divides these rows by at most
            run --shard 1/2            | --shard takes --seed, the same one on every machine
            run --resume x --shard 1/2 | --resume goes on with the plan of its run and takes no --shard
            merge                      | Missing required parameter: 'RUN'
            merge no-such-run          | no-such-run is not the folder of a run: its plan.json cannot be read
            report no-such-run         | no-such-run is not the folder of a run: its plan.json cannot be read
            explain ADAM SIMD --size 0  | --size must be at least 1, was 0
            explain ADAM SIMD --jdk nowhere | nowhere is not a JDK: it has no bin/java
            validate --golden none.json | none.json: cannot be read as a text file (NoSuchFileException)
            """)
    void badUsageGetsOneSentenceAndExitCodeTwo(String arguments, String sentence) {
        Outcome outcome = execute(arguments.split(" "));
        assertThat(outcome.exitCode()).isEqualTo(2);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertThat(outcome.err()).startsWith("lanewise: " + sentence.replace("JAVA", java));
        assertThat(outcome.err().lines()).hasSize(1);
    }

    @Test
    void withoutACommandTheCommandsAreListed() {
        Outcome outcome = execute();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("run", "validate", "examples", "report", "jmh");
    }

    /// What is thrown and is no exception ends with another code than 1, too.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "-Xmx6m             | validate | the JVM's memory does not suffice, give it more with JAVA_TOOL_OPTIONS=-Xmx4g: java.lang.OutOfMemoryError",
            "-Djna.nounpack=true -Djna.nosys=true -Djna.noclasspath=true | env | a class or a native library cannot be loaded: java.lang.UnsatisfiedLinkError"})
    void anErrorIsNoVerdict(String flags, String command, String sentence) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(flags.split(" ")));
        arguments.addAll(List.of(ChildJvm.VECTOR, "lanewise.cli.Main", command));
        ChildJvm child = ChildJvm.runBriefly(arguments);
        assertThat(child.output()).contains("lanewise: " + sentence).doesNotContain("\tat ");
        assertThat(child.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    }

    @Test
    void whatJmhRefusesIsNoVerdict() throws Exception {
        for (List<String> arguments : List.of(List.of("-wi", "many"), List.of("NoSuchBenchmark"))) {
            List<String> command = new ArrayList<>(List.of(ChildJvm.VECTOR, "lanewise.cli.Main", "jmh"));
            command.addAll(arguments);
            ChildJvm child = ChildJvm.runBriefly(command); // and not here: JMH reads once in a JVM whether its lock is taken
            assertThat(child.exitCode()).as(child.output()).isEqualTo(ExitCode.USAGE);
            assertThat(child.output()).contains("lanewise: JMH ").doesNotContain("\tat ");
        }
    }

    @Test
    void withoutTheVectorModuleOneSentenceSaysSo() throws Exception {
        ChildJvm child = ChildJvm.runBriefly(List.of("lanewise.cli.Main", "validate"));
        assertThat(child.exitCode()).isEqualTo(2);
        assertThat(child.output().strip()).isEqualTo(
                "lanewise: the JVM lacks the Vector API, start it with scripts/lanewise or --add-modules=jdk.incubator.vector");
    }

    @Test
    void goldenTrajectoriesAreReportedByVariantAndATrajectoryOfAnotherRuleFails() throws Exception {
        Path right = Path.of("src/test/resources/golden/adam.json");
        assertThat(execute("validate", "--golden", right.toString()).exitCode()).isZero();
        Path wrong = Files.writeString(folder.resolve("wrong.json"), Files.readString(right).replace("\"beta1\": 0.9", "\"beta1\": 0.5"));
        Outcome outcome = execute("validate", "--golden", right.toString(), wrong.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out().lines()).hasSize(6);
        assertThat(outcome.out().lines().filter(line -> line.startsWith("wrong.json") && line.endsWith(" FAILED"))).hasSize(3);
    }

    @Test
    void examplesComeOutAsTheyShouldAndAreDrawn() throws Exception {
        Path pictures = folder.resolve("new").resolve("pictures");
        Outcome outcome = execute("examples", "--plot", pictures.toString());
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("0.9963249", "printed", "computed", "OK", "figures, all as they should be")
                .doesNotContain("OFF");
        try (Stream<Path> files = Files.list(pictures)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Examples.all().stream().map(example -> example.name() + ".png").toList());
        }
    }

    @Test
    void aFigureThatIsOffFails() {
        Example right = Examples.all().getFirst();
        List<Figure> figures = new ArrayList<>(right.figures());
        Figure first = figures.getFirst();
        figures.set(0,
                new Figure(first.meaning(), first.source(), Digits.of("0.9963250"), first.inDouble(), first.inFloat(), first.bound()));
        Example wrong = new Example(right.name(), right.title(), figures, right.notes(), right.picture());
        Outcome outcome = capture(() -> new CommandLine(new ExamplesCommand(() -> List.of(wrong))).execute());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out().lines().filter(line -> line.endsWith(" OFF") && line.startsWith("  "))).singleElement().asString()
                .contains("0.9963250", "0.9963249");
        assertThat(outcome.out()).endsWith("1 of " + figures.size() + " figures are OFF\n");
    }

    @Test
    void kernelsThatDifferAreShownOneByOne() {
        Example right = Examples.all().getFirst();
        Figure first = right.figures().getFirst();
        Map<Variant, double[]> inFloat = new EnumMap<>(first.inFloat());
        inFloat.put(Variant.SIMD, new double[]{Math.nextUp(0.9963249f)});
        Figure torn = new Figure(first.meaning(), first.source(), first.reference(), first.inDouble(), inFloat, first.bound());
        Example wrong = new Example(right.name(), right.title(), List.of(torn), right.notes(), right.picture());
        Outcome outcome = capture(() -> new CommandLine(new ExamplesCommand(() -> List.of(wrong))).execute());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("SCALAR 0.99632", "UNROLLED 0.99632", "SIMD 0.99632");
    }

    @Test
    void picturesThatCannotBeWrittenAreRefusedAfterTheResults() throws Exception {
        Path file = Files.writeString(folder.resolve("taken"), "");
        for (Path place : List.of(file, file.resolve("below"))) {
            Outcome outcome = execute("examples", "--plot", place.toString());
            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.err().lines()).singleElement().asString()
                    .startsWith("lanewise: --plot: no pictures can be written into " + place + " (");
            assertThat(outcome.out()).contains("figures, all as they should be");
        }
        assertThat(execute("examples", "--plot", file.toString()).err()).endsWith("(it is a file)\n");
        assertThat(file).isEmptyFile();
    }

    @Test
    void rowsThatDoNotFitInMemoryAreLeftOutAndNamed() {
        RunCommand command = new RunCommand();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs("--profile", "smoke", "--seed", "7");
        Plan roomy = command.plan(new Session(machine(16L << 30), List.of()));
        assertThat(roomy.leftOut()).isEmpty();
        assertThat(roomy.rows()).hasSameSizeAs(rows(Profile.SMOKE));
        Plan tight = command.plan(new Session(machine(2L << 30), List.of()));
        assertThat(tight.leftOut()).extracting(Plan.LeftOut::row)
                .containsExactly("StepBenchmark.step ADAM SIMD 138357544", "StreamBenchmark.step READ_4_WRITE_3 SIMD 138357544",
                        "StreamBenchmark.step READ_4_WRITE_3 PACED 138357544");
        assertThat(tight.leftOut().getFirst().reason()).isEqualTo("it needs a heap of 2702 MiB, 1536 are free");
        assertThat(tight.rows().size() + tight.leftOut().size()).isEqualTo(roomy.rows().size());
    }

    private static Environment machine(long availableBytes) {
        return new Environment("CPU", "", 2, 2, List.of(), List.of(), 16, availableBytes, availableBytes, "", "", "", "", "", List.of(), "",
                false);
    }

    private static List<Row> rows(Profile profile) {
        return Suite.rows(profile, ExternalKernels.NONE, _ -> true);
    }

    private static Plan plan(String... arguments) {
        RunCommand command = new RunCommand();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return command.plan(new Session(machine(16L << 30), List.of()));
    }

    @Test
    void everyJvmConfigurationRunsEveryRow() {
        Plan plan = plan("--profile", "smoke", "--seed", "7", "--flags", "", "--flags", "-XX:UseAVX=2 -XX:+UseSerialGC");
        int rows = rows(Profile.SMOKE).size();
        assertThat(plan.rows()).hasSize(2 * rows);
        assertThat(plan.rows().getFirst().id()).endsWith(" [no flags]");
        Row second = plan.rows().get(rows);
        assertThat(second.id()).endsWith(" [-XX:UseAVX=2 -XX:+UseSerialGC]");
        assertThat(second.jvm().args()).endsWith("-XX:UseAVX=2", "-XX:+UseSerialGC").doesNotContain("-XX:+UseParallelGC");
        assertThat(plan.command()).endsWith(" --seed 7 --flags '' --flags '-XX:UseAVX=2 -XX:+UseSerialGC'");
    }

    @Test
    void aPartOfAProfileKeepsItsRoofs() {
        List<Row> rows = plan("--profile", "full", "--only", "SGD SIMD 1000$").rows();
        assertThat(rows).extracting(Row::id).contains("StepBenchmark.step SGD SIMD 1000", "DefaultPlacementBenchmark.step SGD SIMD 1000",
                "StreamBenchmark.step READ_2_WRITE_1 SIMD 1000").doesNotContain("StreamBenchmark.step READ_4_WRITE_3 SIMD 1000");
    }

    @Test
    void everyRowOfLbfgsHasAStreamOfItsTrafficAndOnlyFullHoldsThem() {
        List<Row> rows = plan("--profile", "full", "--only", "LBFGS SIMD").rows();
        assertThat(rows).filteredOn(row -> row.parameters().containsKey("size")).extracting(Row::id).containsExactly(
                "LbfgsBenchmark.step LBFGS SIMD 1000", "LbfgsBenchmark.step LBFGS SIMD 1000000", "LbfgsBenchmark.step LBFGS SIMD 10000000",
                "LbfgsStreamBenchmark.step READ_84_WRITE_23 SIMD 1000", "LbfgsStreamBenchmark.step READ_84_WRITE_23 SIMD 1000000",
                "LbfgsStreamBenchmark.step READ_84_WRITE_23 SIMD 10000000");
        assertThat(rows).filteredOn(row -> row.parameters().containsKey("size"))
                .allMatch(row -> row.work().bytesRead() == 84 * 4 && row.work().bytesWritten() == 23 * 4);
        assertThat(rows(Profile.QUICK)).noneMatch(row -> row.id().contains("Lbfgs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseZGC", "-XX:+UseShenandoahGC"})
    void aJvmConfigurationsCollectorReplacesTheRowsOwn(String collector) {
        Row row = rows(Profile.SMOKE).getFirst().in("x", "", List.of(collector));
        assertThat(row.jvm().args()).contains(collector).doesNotContain("-XX:+UseParallelGC");
    }

    @Test
    void aJdkIsAJvmConfigurationByItsFolder() {
        String home = System.getProperty("java.home");
        Row row = plan("--profile", "smoke", "--jdk", home).rows().getFirst();
        assertThat(row.jvm().home()).isEqualTo(home);
        assertThat(row.jvm().configuration()).isEqualTo(Path.of(home).getFileName().toString());
    }

    @Test
    void flagsThatKeepKernelsFromBeingCompiledAreRefusedUnlessForced() {
        Outcome outcome = execute("run", "--flags", "-Xint");
        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.err()).startsWith("lanewise: --flags: with \"-Xint\" kernels would not be compiled");
        assertThat(plan("--force", "--flags", "-Xint").rows()).isNotEmpty();
    }

    @Test
    void sameJvmConfigurationsAreRefused() {
        Outcome outcome = execute("run", "--flags", "-Da=1", "--flags", "-Da=1");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("lanewise: two JVM configurations are \"-Da=1\"");
    }

    @Test
    void aRowsFormulaIsThatOfItsLayer() {
        List<Row> rows = plan("--profile", "full", "--only", "Layer.*vgg16 6 ").rows();
        assertThat(rows).extracting(Row::id).containsExactly("LayerBenchmark.forward vgg16 6 SIMD 4",
                "LayerBenchmark.backward vgg16 6 SIMD 4", "ArithmeticBenchmark.loop MULTIPLY_ADD");
        assertThat(rows.getFirst().work().formula()).isEqualTo("convolution 3x3 64→128 at 112x112");
    }
}
