package lanewise.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.run.Environment;
import lanewise.run.ExitCode;
import lanewise.run.Plan;
import lanewise.run.RefusedException;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.run.Shard;
import lanewise.stats.GateRule;

/// What a comparison measures and by which rule, decided when both builds are there and before the first fork.
///
/// @param plan       of the rows that both builds have, each once for either build
/// @param comparison the two builds, the rule and the margins
public record ComparisonPlan(Plan plan, Comparison comparison) {

    /// Of rows that cannot be measured, as many are named to say why.
    private static final int REASONS = 3;

    /// What is asked for.
    ///
    /// @param command  that repeats the comparison
    /// @param profile  that has the rows
    /// @param seed     of the order of rows and builds
    /// @param rule     how many rounds, and what decides
    /// @param rows     that are wanted
    /// @param warnings what is wrong with the machine, and what was not read
    /// @param shard    which part of the profile the rows are; null if they are no part
    /// @param whole    of a shard: names of the rows of all shards
    public record Wanted(String command, String profile, long seed, GateRule rule, List<Row> rows, List<String> warnings, Shard shard,
            List<String> whole) {}

    /// Decides which of the wanted rows are measured: those that both builds have and this machine can hold.
    ///
    /// @param margin      by a row's name: what it may be slower by
    /// @param lacksMemory why this machine cannot hold a row, if it cannot
    /// @throws RefusedException if there is no such row
    public static ComparisonPlan of(Wanted wanted, Build base, Build head, ToDoubleFunction<String> margin,
            Function<Row, Optional<String>> lacksMemory) {
        List<Row> rows = new ArrayList<>();
        Map<String, Double> margins = new LinkedHashMap<>();
        List<Plan.LeftOut> leftOut = new ArrayList<>();
        List<Plan.LeftOut> missing = new ArrayList<>();
        for (Row row : wanted.rows) {
            Optional<String> baseLacks = base.jar().lacks(row);
            Optional<String> headLacks = head.jar().lacks(row);
            Optional<String> memory = lacksMemory.apply(row);
            if (baseLacks.isPresent() && headLacks.isPresent()) {
                leftOut.add(new Plan.LeftOut(row.name(), "neither build has it"));
            } else if (baseLacks.isPresent() || headLacks.isPresent()) {
                missing.add(new Plan.LeftOut(row.name(),
                        baseLacks.map(what -> "BASE has " + what).orElseGet(() -> "HEAD has " + headLacks.orElseThrow())));
            } else if (memory.isPresent()) {
                leftOut.add(new Plan.LeftOut(row.name(), memory.get()));
            } else {
                rows.add(base.row(row, Comparison.BASE));
                rows.add(head.row(row, Comparison.HEAD));
                margins.put(row.name(), margin.applyAsDouble(row.name()));
            }
        }
        if (rows.isEmpty()) throw nothingToMeasure(missing, leftOut);
        Plan plan = new Plan(Plan.SCHEMA, wanted.command, wanted.profile, wanted.seed,
                wanted.rule.screenRounds() + wanted.rule.confirmRounds(),
                0, Plan.Sampling.USUAL, rows, leftOut, wanted.warnings, wanted.shard, wanted.whole, List.of());
        return new ComparisonPlan(plan, new Comparison(Comparison.SCHEMA, base.side(), head.side(), wanted.rule, margins, missing));
    }

    private static RefusedException nothingToMeasure(List<Plan.LeftOut> missing, List<Plan.LeftOut> leftOut) {
        int more = missing.size() + leftOut.size() - REASONS;
        String reasons = Stream.concat(missing.stream(), leftOut.stream()).limit(REASONS).map(row -> row.row() + ": " + row.reason())
                .collect(Collectors.joining("; "));
        return new RefusedException(ExitCode.INCOMPLETE,
                "there is nothing to measure: " + reasons + (more > 0 ? "; and " + more + " rows more" : ""));
    }

    /// Writes `environment.json`, `plan.json` and `gate.json`.
    public void write(RunFolder folder, Environment environment) throws IOException {
        comparison.write(folder, environment, plan);
    }
}
