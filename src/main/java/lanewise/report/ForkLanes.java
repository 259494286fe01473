package lanewise.report;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Row;

/// The lanes of the JVMs that a run compares, as their forks say them: flags may give a fork narrower vectors than the suite's own process has.
final class ForkLanes {

    private final Map<String, Integer> lanes = new LinkedHashMap<>(); // by contestant
    private final Map<String, Row> rows = new HashMap<>(); // whose work depends on them, by id
    private final int suite;

    /// @param suite the lanes of the process that started the forks, which count where no fork has said its own
    ForkLanes(Plan plan, List<Measurement> measurements, int suite) {
        this.suite = Math.max(1, suite);
        Map<String, Row> planned = plan.rows().stream().collect(Collectors.toMap(Row::id, row -> row, (first, _) -> first));
        plan.rows().forEach(row -> lanes.put(row.contestant(), this.suite));
        for (Measurement fork : measurements) {
            Row row = planned.get(fork.row());
            if (row == null || !(fork.facts().get("lanes") instanceof Number own) || own.intValue() < 1) continue;
            lanes.put(row.contestant(), own.intValue());
            if (!"MULTIPLY_ADD".equals(row.parameters().get("operation"))) continue;
            // Forks of older versions do not say how many multiply-adds they did; the plan has as many as the suite's lanes would make.
            rows.put(row.id(), with(row, fork.facts().get("elements") instanceof Number elements
                    ? elements.longValue()
                    : row.work().parameters() * own.intValue() / this.suite));
        }
    }

    private static Row with(Row row, long elements) {
        Row.Work work = row.work();
        return new Row(row.benchmark(), row.parameters(), row.contestant(), row.javaHome(), row.jvmArgs(), row.heapMegabytes(),
                row.seconds(), new Row.Work(elements, work.bytesRead(), work.bytesWritten(), work.divides(), work.roots(), work.formula(),
                        work.source()),
                row.classPath());
    }

    /// The plan, with each row's work as its forks did it.
    Plan corrected(Plan plan) {
        return new Plan(plan.schema(), plan.command(), plan.profile(), plan.seed(), plan.rounds(), plan.budgetSeconds(), plan.sampling(),
                plan.rows().stream().map(row -> rows.getOrDefault(row.id(), row)).toList(), plan.leftOut(), plan.warnings());
    }

    /// Of one JVM.
    int of(String contestant) {
        return lanes.getOrDefault(contestant, suite);
    }

    /// `16 lanes`; with the names of the JVMs where they differ.
    @Override
    public String toString() {
        if (lanes.values().stream().distinct().count() <= 1) return (lanes.isEmpty() ? suite : lanes.values().iterator().next()) + " lanes";
        return lanes.entrySet().stream().map(jvm -> jvm.getValue() + " lanes (" + jvm.getKey() + ")").collect(Collectors.joining(", "));
    }
}
