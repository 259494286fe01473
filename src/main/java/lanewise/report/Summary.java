package lanewise.report;

import java.util.List;
import java.util.function.Predicate;
import lanewise.run.Completeness;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.RunFolder;

/// The rows of a run with what their forks say.
///
/// @param lines        in the order of the plan
/// @param completeness how much of the plan they are
public record Summary(List<Line> lines, Completeness completeness) {

    /// Reads the folder.
    ///
    /// @throws lanewise.run.RefusedException if it is not the folder of a run
    public static Summary of(RunFolder folder) {
        Plan plan = folder.plan();
        return of(plan, folder.measurements(plan), folder.environment().vectorLanes());
    }

    /// @param lanes of the machine's vectors, for forks that do not say how many their own JVM has
    static Summary of(Plan plan, List<Measurement> measurements, int lanes) {
        RunTimes times = new RunTimes(plan, measurements, lanes);
        return new Summary(plan.rows().stream().map(row -> new Line(row, times)).toList(), Completeness.of(plan, measurements));
    }

    /// The lines of which this holds.
    List<Line> where(Predicate<Line> holds) {
        return lines.stream().filter(holds).toList();
    }

    /// How wide the forks' vectors were, in each JVM configuration.
    String lanes() {
        return lines.getFirst().times().lanesText();
    }

    /// Names of the JVM configurations, the first one first; one empty name if the run does not compare any.
    List<String> configurations() {
        return lines.stream().map(line -> line.row().jvm().configuration()).distinct().toList();
    }

    /// The tables of a run, none of them empty.
    List<Table> tables() {
        return Sections.tables(this);
    }
}
