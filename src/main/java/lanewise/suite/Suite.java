package lanewise.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lanewise.run.Row;

/// All rows of a profile.
public final class Suite {

    private Suite() {}

    /// The rows that are wanted, and the roofs that these name.
    ///
    /// @param wanted asked for every row but roofs
    public static List<Row> rows(Profile profile, ExternalKernels external, Predicate<Row> wanted) {
        ExternalKernels held = profile.describesTheMachine() ? external : ExternalKernels.NONE;
        List<Row> rows = new ArrayList<>(Stream.of(
                StepRows.of(profile, held.updates()),
                LbfgsRows.of(profile),
                SparseRows.dense(profile),
                ScenarioRows.of(profile),
                LatencyRows.of(profile),
                ParallelRows.of(profile),
                SparseRows.of(profile),
                MinibatchRows.of(profile),
                ParallelMinibatchRows.of(profile),
                ProductRows.of(profile, held.products()),
                LayerRows.of(profile),
                PeerRows.of(profile)).flatMap(List::stream).filter(wanted).toList());
        rows.addAll(RoofRows.of(profile, rows));
        return rows;
    }

    /// Why a row of another library cannot be measured, if so.
    public static Optional<String> missing(Row row) {
        return PeerRows.missing(row);
    }
}
