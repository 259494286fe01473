package lanewise.experiment;

import java.util.List;
import java.util.Map;
import org.knowm.xchart.internal.chartpart.Chart;

/// What an experiment has found.
///
/// @param title    of the report
/// @param lines    of Markdown: published figures beside those found, and what they say
/// @param raw      every value that was measured, as JSON takes it
/// @param charts   by the name of their file
/// @param pictures other pictures by name: PNG or GIF, as bytes
record Result(String title, List<String> lines, Map<String, Object> raw, Map<String, Chart<?, ?>> charts, Map<String, byte[]> pictures) {

    Result(String title, List<String> lines, Map<String, Object> raw, Map<String, Chart<?, ?>> charts) {
        this(title, lines, raw, charts, Map.of());
    }
}
