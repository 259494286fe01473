package lanewise.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.run.Forks;
import lanewise.run.Journal;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Progress;
import lanewise.run.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairedRoundsTest {

    private static final int SCREEN = Comparisons.RULE.screenRounds();
    private static final int CONFIRM = Comparisons.RULE.confirmRounds();
    private static final Plan PLAN = Comparisons.plan("SGD", "MOMENTUM", "NESTEROV", "ADAGRAD", "ADAM");

    @TempDir
    private Path folder;

    private final List<Measurement> measured = new ArrayList<>();

    /// Forks of which those of Adam take a fifth longer in the head.
    private PairedRounds rounds(Plan plan) {
        Forks forks = (row, round, position) -> {
            boolean slow = row.id().contains("ADAM") && row.jvm().configuration().equals(Comparison.HEAD);
            Measurement fork = Comparisons.fork(row, round, position, slow ? 1.2 : 1);
            measured.add(fork);
            return fork;
        };
        return new PairedRounds(plan, Comparisons.of(plan, "1", "2"), forks, new Progress(new PrintStream(OutputStream.nullOutputStream())),
                () -> measured.size());
    }

    private List<Measurement> run(List<Measurement> before) throws Exception {
        Path path = folder.resolve("journal.jsonl");
        try (Journal journal = Journal.create(path)) {
            rounds(PLAN).run(journal, before);
        }
        return Journal.read(path);
    }

    @Test
    void forksOfTheTwoBuildsAreMeasuredBackToBackAndSayWhichTheyAre() throws Exception {
        List<Measurement> journal = run(List.of());
        assertThat(journal).hasSize(2 * (5 * SCREEN + CONFIRM));
        for (int k = 0; k < journal.size(); k += 2) {
            Measurement first = journal.get(k);
            Measurement second = journal.get(k + 1);
            assertThat(first.round()).isEqualTo(second.round());
            assertThat(name(first)).isEqualTo(name(second));
            assertThat(first.row()).isNotEqualTo(second.row());
            assertThat(first.facts()).containsEntry("slot", 1).containsKey("side");
            assertThat(second.facts()).containsEntry("slot", 2);
            assertThat(first.row()).endsWith(" [" + first.facts().get("side") + "]");
        }
    }

    private static String name(Measurement m) {
        return m.row().replaceAll(" \\[.*", "");
    }

    @Test
    void afterTheScreenOnlySuspectsAreMeasuredInRoundsOfTheirOwn() throws Exception {
        run(List.of());
        assertThat(measured).hasSize(2 * (5 * SCREEN + CONFIRM));
        assertThat(measured.stream().filter(m -> m.round() > SCREEN)).hasSize(2 * CONFIRM).allMatch(m -> m.row().contains("ADAM"));
        assertThat(measured.stream().map(Measurement::round).distinct())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, SCREEN + CONFIRM).boxed().toList());
    }

    @Test
    void eitherBuildComesFirstInHalfOfTheRoundsOfEachStage() {
        PairedRounds rounds = rounds(PLAN);
        for (Row row : PLAN.rows()) {
            for (int[] stage : new int[][]{{1, SCREEN}, {SCREEN + 1, SCREEN + CONFIRM}}) {
                assertThat(IntStream.rangeClosed(stage[0], stage[1])
                        .filter(round -> rounds.order(row.name(), round).getFirst().equals(Comparison.BASE)).count())
                        .isEqualTo((stage[1] - stage[0] + 1) / 2);
            }
        }
        assertThat(PLAN.rows().stream()
                .map(row -> IntStream.rangeClosed(1, SCREEN).mapToObj(round -> rounds.order(row.name(), round)).toList())
                .distinct()).as("orders of the rows").hasSizeGreaterThan(2);
    }

    @Test
    void rowsComeInAnOrderOfEachRoundThatTheSeedFixes() {
        List<String> names = PLAN.rows().stream().map(Row::name).distinct().toList();
        List<List<String>> orders = IntStream.rangeClosed(1, 10).mapToObj(round -> rounds(PLAN).order(names, round)).toList();
        assertThat(orders.stream().distinct()).hasSizeGreaterThan(5);
        assertThat(orders).isEqualTo(IntStream.rangeClosed(1, 10).mapToObj(round -> rounds(PLAN).order(names, round)).toList());
        Plan other = new Plan(Plan.SCHEMA, "", "test", 43, PLAN.rounds(), 0, PLAN.sampling(), PLAN.rows(), List.of(), List.of());
        assertThat(orders).isNotEqualTo(IntStream.rangeClosed(1, 10).mapToObj(round -> rounds(other).order(names, round)).toList());
    }

    @Test
    void whatWasMeasuredBeforeIsNotMeasuredAgain() throws Exception {
        run(List.of());
        List<Measurement> whole = List.copyOf(measured);
        for (int done : new int[]{1, 2, 37, 2 * 5 * SCREEN, 2 * 5 * SCREEN + 5, whole.size()}) {
            measured.clear();
            List<Measurement> before = whole.subList(0, done);
            try (Journal journal = Journal.create(folder.resolve("journal-" + done + ".jsonl"))) {
                rounds(PLAN).run(journal, before);
            }
            assertThat(measured.stream().map(m -> m.round() + " " + m.row()))
                    .containsExactlyElementsOf(whole.subList(done, whole.size()).stream().map(m -> m.round() + " " + m.row()).toList());
        }
    }

    @Test
    void aScreenThatIsUnfitIsNotFollowedByMoreRounds() throws Exception {
        Forks disturbed = (row, round, position) -> {
            Measurement fork = Comparisons.fork(row, round, position, row.jvm().configuration().equals(Comparison.HEAD) ? 1.2 : 1);
            measured.add(round <= 2 ? Comparisons.stolen(fork) : fork);
            return measured.getLast();
        };
        try (Journal journal = Journal.create(folder.resolve("journal.jsonl"))) {
            new PairedRounds(PLAN, Comparisons.of(PLAN, "1", "2"), disturbed,
                    new Progress(new PrintStream(OutputStream.nullOutputStream())),
                    () -> 0).run(journal, List.of());
        }
        Map<Integer, Long> byRound = measured.stream().collect(Collectors.groupingBy(Measurement::round, Collectors.counting()));
        assertThat(byRound).hasSize(SCREEN);
    }
}
