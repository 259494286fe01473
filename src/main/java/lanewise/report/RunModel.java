package lanewise.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lanewise.run.Environment;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.build.RecordedCommit;
import lanewise.run.Row;

/// A run as a page draws it.
///
/// @param name      of its folder
/// @param machine   the kind of machine; runs of different kinds are never one series
/// @param facts     what, where, when and with what, by what it is called
/// @param caches    of the machine, the data's
/// @param findings  a sentence each
/// @param warnings  likewise
/// @param variants  in the order of the plan
/// @param jvms      names of the JVM configurations; one empty name if the run does not compare any
/// @param works     formulas, which rows refer to by their place
/// @param complete  how much of the plan was measured
/// @param howToRead a paragraph
/// @param sourceNote whose kernels are shown, where they are not those that were measured; otherwise null
record RunModel(String name, String profile, String machine, String jdk, String commit, String started, Map<String, String> facts,
        List<Cache> caches, String command, List<String> findings, List<String> warnings, List<String> variants, List<String> jvms,
        List<Work> works, List<RowModel> rows, String complete, boolean whole, String howToRead, String sourceNote) {

    private static final Pattern CACHE = Pattern.compile("L(\\d)(?: data)? (\\d+) KiB");

    /// @param bytes of all cores that share it, as the machine says
    record Cache(String name, long bytes) {}

    /// @param kernels by variant: the Java of its method; empty where it is not known
    record Work(String formula, String source, Map<String, String> kernels) {}

    /// The model of a page of runs.
    ///
    /// @param kind `runs`
    record Pages(int schema, String kind, List<RunModel> runs) {

        static Pages of(List<RunModel> runs) {
            return new Pages(1, "runs", runs);
        }
    }

    static RunModel of(Path folder, Plan plan, Environment environment, List<Measurement> measurements, Summary summary,
            List<String> warnings, String howToRead, Function<String, Map<String, String>> kernels) {
        List<String> variants = summary.lines().stream().map(line -> line.row().parameter("variant")).filter(name -> !name.isEmpty())
                .distinct().toList();
        Map<String, Integer> places = new LinkedHashMap<>();
        List<Work> works = new ArrayList<>();
        List<RowModel> rows = new ArrayList<>();
        for (Line line : summary.lines()) {
            Row row = line.row();
            String optimizer = Sections.isStep(line) ? row.parameter("optimizer") : "";
            int work = places.computeIfAbsent(optimizer + "\n" + row.work().formula() + "\n" + row.work().source(), _ -> {
                works.add(new Work(row.work().formula(), row.work().source(), optimizer.isEmpty() ? Map.of() : kernels.apply(optimizer)));
                return works.size() - 1;
            });
            rows.add(RowModel.of(line, variants, summary.configurations(), work));
        }
        String started = measurements.stream().map(Measurement::started).min(Comparator.comparing(Instant::parse)).orElse("");
        int rounds = measurements.stream().mapToInt(Measurement::round).max().orElse(0);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Machine", environment.summary(summary.lanes()));
        facts.put("Caches", String.join(", ", environment.caches()));
        facts.put("Huge pages", environment.hugePages());
        facts.put("Hypervisor", environment.hypervisor());
        facts.put("Started", started.isEmpty() ? "no fork has ended" : started);
        facts.put("Measured", rounds + (rounds == 1 ? " round of " : " rounds of ") + plan.rows().size() + " rows; "
                + summary.completeness());
        facts.put("Seed", Long.toString(plan.seed()));
        return new RunModel(name(folder), plan.profile(), environment.machine(), environment.jdk(), environment.commitName(), started,
                facts,
                caches(environment), plan.command(), Findings.of(summary), warnings, variants, summary.configurations(), works, rows,
                summary.completeness().toString(), summary.completeness().isWhole(), howToRead, sourceNote(environment));
    }

    private static String sourceNote(Environment measured) {
        RecordedCommit own = RecordedCommit.own();
        boolean same = own.id().equals(measured.commit()) && !own.dirty() && !measured.dirty();
        return same
                ? null
                : "This is the Java of the build that drew the page, " + RecordedCommit.shortName(own.id(), own.dirty())
                        + "; the run measured " + measured.commitName() + ".";
    }

    private static String name(Path folder) {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    private static List<Cache> caches(Environment environment) {
        List<Cache> caches = new ArrayList<>();
        for (String cache : environment.caches()) {
            Matcher matcher = CACHE.matcher(cache);
            if (matcher.matches()) caches.add(new Cache("L" + matcher.group(1), 1024 * Long.parseLong(matcher.group(2))));
        }
        caches.sort(Comparator.comparingLong(Cache::bytes));
        return caches;
    }
}
