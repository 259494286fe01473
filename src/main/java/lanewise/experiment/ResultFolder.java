package lanewise.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.knowm.xchart.internal.chartpart.Chart;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Runs an experiment and writes what it found into a folder: `summary.md`, `results.json` with every value, each chart as PNG and SVG.
public final class ResultFolder {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private ResultFolder() {}

    /// Runs it.
    ///
    /// @param folder  that is made if it is not there
    /// @param command that runs it again
    /// @param machine that it runs on
    /// @return the lines of the summary
    /// @throws IOException if the folder cannot be written
    public static List<String> run(Experiment experiment, Setting setting, Path folder, String command, String machine) throws IOException {
        Files.createDirectories(folder); // first: what takes minutes must not fail at the end for a folder
        Result result = experiment.run(setting);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("experiment", experiment.name());
        json.put("command", command);
        json.put("machine", machine);
        json.put("data", setting.images().name());
        json.put("effort", setting.effort());
        json.put("threads", setting.threads());
        json.putAll(result.raw());
        Files.writeString(folder.resolve("results.json"), JSON.writeValueAsString(json) + "\n");
        List<String> lines = new ArrayList<>(
                List.of("# " + result.title(), "", "Claimed: " + experiment.claim() + ".", "", "    " + command, "",
                        machine, ""));
        lines.addAll(result.lines());
        Map<String, Chart<?, ?>> charts = new TreeMap<>(result.charts()); // one order in every run
        for (Map.Entry<String, Chart<?, ?>> chart : charts.entrySet()) {
            lines.addAll(List.of("", "![" + chart.getValue().getTitle() + "](" + chart.getKey() + ".png)"));
        }
        for (String picture : result.pictures().keySet()) {
            if (!picture.endsWith(".svg")) lines.addAll(List.of("", "![" + picture + "](" + picture + ")"));
        }
        Files.write(folder.resolve("summary.md"), lines);
        for (Map.Entry<String, Chart<?, ?>> chart : charts.entrySet()) { // last: where no font is installed nothing else is lost
            ChartFiles.png(chart.getValue(), folder.resolve(chart.getKey() + ".png"));
            ChartFiles.svg(chart.getValue(), folder.resolve(chart.getKey() + ".svg"));
        }
        for (Map.Entry<String, byte[]> picture : result.pictures().entrySet()) {
            Files.write(folder.resolve(picture.getKey()), picture.getValue());
        }
        return lines;
    }
}
