package lanewise.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A folder of pages with an index, which is plain HTML.
///
/// @param folder that is written into; what lies there and has no page's name stays
public record Site(Path folder) {

    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 75em; margin: 2em auto; padding: 0 1em; color: #1b1f24; background: #fff }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
            th, td { text-align: left; padding: .3em .8em .3em 0; border-bottom: 1px solid #e4e7eb; vertical-align: top }
            a { color: #005a9c } small { color: #5b6470 }
            td:first-child { white-space: nowrap }
            .scroll { overflow-x: auto }
            @media (prefers-color-scheme: dark) { body { background: #14171b; color: #e6e9ed } a { color: #7fc1ff } th, td { border-color: #2b3138 } small { color: #a3acb7 } }
            """;

    /// Writes the pages and the index.
    ///
    /// @param history of the runs, or null
    /// @param leftOut what could not be read, a sentence each
    /// @return how many pages there are
    /// @throws IOException if the folder cannot be written
    public int write(List<Report> runs, History history, List<ExperimentModel> experiments, List<String> leftOut) throws IOException {
        Files.createDirectories(folder);
        Set<String> taken = new HashSet<>(Set.of("index", "history"));
        Map<RunModel, String> names = new LinkedHashMap<>();
        Map<RunModel, Report> reports = new LinkedHashMap<>();
        runs.forEach(run -> reports.put(run.model(), run));
        List<RunModel> newestFirst = reports.keySet().stream().sorted(Comparator.comparing(RunModel::started).reversed()).toList();
        for (RunModel run : newestFirst) {
            names.put(run, name(run.name(), taken));
            page(names.get(run), Report.page(List.of(reports.get(run))));
        }
        if (history != null) page("history", history.page());
        Map<ExperimentModel, String> experimentNames = new LinkedHashMap<>();
        for (ExperimentModel experiment : experiments) {
            experimentNames.put(experiment, name(experiment.title(), taken));
            page(experimentNames.get(experiment), experiment.page());
        }
        page("index", index(names, history, experimentNames, leftOut));
        return names.size() + experimentNames.size() + (history == null ? 1 : 2);
    }

    private void page(String name, String html) throws IOException {
        Files.writeString(folder.resolve(name + ".html"), html);
    }

    /// Fit for an address, and no other page's.
    private static String name(String given, Set<String> taken) {
        String plain = given.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
        String name = plain.isEmpty() ? "page" : plain;
        for (int k = 2; !taken.add(name); k++) name = plain + "-" + k;
        return name;
    }

    private static String index(Map<RunModel, String> runs, History history, Map<ExperimentModel, String> experiments,
            List<String> leftOut) {
        String newest = runs.keySet().stream().map(RunModel::started).findFirst().orElse("");
        long machines = runs.keySet().stream().map(RunModel::machine).distinct().count();
        StringBuilder body = new StringBuilder("<h1>Lanewise</h1>\n<p>Benchmarks of optimizer steps: ");
        body.append(runs.size()).append(runs.size() == 1 ? " run" : " runs").append(" on ").append(machines)
                .append(machines == 1 ? " machine" : " machines");
        if (!experiments.isEmpty())
            body.append(", ").append(experiments.size()).append(experiments.size() == 1 ? " experiment" : " experiments");
        if (!newest.isEmpty()) body.append("; the newest of ").append(Html.escape(newest.substring(0, Math.min(10, newest.length()))));
        body.append(".</p>\n");
        if (history != null) {
            body.append("<p>").append(link("history", "History")).append(": ").append(history.series().size()).append(" series, ")
                    .append(history.changes().size()).append(history.changes().size() == 1 ? " change" : " changes").append(".</p>\n");
        }
        runs.keySet().stream().collect(Collectors.groupingBy(RunModel::machine, LinkedHashMap::new, Collectors.toList()))
                .forEach((machine, own) -> body.append("<h2>").append(Html.escape(machine)).append("</h2>\n").append(table(own, runs)));
        if (!experiments.isEmpty()) {
            body.append("<h2>Experiments</h2>\n<ul>\n");
            experiments.forEach((experiment, name) -> body.append("<li>").append(link(name, experiment.title())).append(' ')
                    .append(Html.escape(String.join(" ", experiment.findings()))).append("</li>\n"));
            body.append("</ul>\n");
        }
        if (!leftOut.isEmpty()) {
            body.append("<h2>Left out</h2>\n<ul>\n");
            leftOut.forEach(reason -> body.append("<li>").append(Html.escape(reason)).append("</li>\n"));
            body.append("</ul>\n");
        }
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Lanewise</title>
                <style>
                """ + STYLE + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
    }

    private static String table(List<RunModel> runs, Map<RunModel, String> names) {
        List<String> lines = new ArrayList<>();
        for (RunModel run : runs) {
            Map<String, Long> sections = run.rows().stream()
                    .collect(Collectors.groupingBy(RowModel::section, LinkedHashMap::new, Collectors.counting()));
            String rows = sections.entrySet().stream()
                    .map(one -> one.getValue() + " " + one.getKey() + plural(one.getKey(), one.getValue()))
                    .collect(Collectors.joining(", "));
            lines.add("<tr><td>" + link(names.get(run), run.started().isEmpty() ? run.name() : run.started().substring(0, 10)) + "</td><td>"
                    + Html.escape(run.profile()) + "</td><td>" + Html.escape(rows) + "</td><td>" + Html.escape(run.commit()) + "</td><td>"
                    + Html.escape(run.jdk()) + "</td><td>" + Html.escape(run.findings().stream().findFirst().orElse("")) + "</td></tr>\n");
        }
        return "<div class=\"scroll\"><table>\n<tr><th>run</th><th>profile</th><th>rows</th><th>commit</th><th>JDK</th><th>what it says</th></tr>\n"
                + String.join("", lines) + "</table></div>\n";
    }

    private static String plural(String noun, long count) {
        return count == 1 ? "" : noun.endsWith("h") ? "es" : "s";
    }

    private static String link(String name, String text) {
        return "<a href=\"" + Html.escape(name) + ".html\">" + Html.escape(text) + "</a>";
    }
}
