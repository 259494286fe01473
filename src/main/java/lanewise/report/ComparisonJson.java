package lanewise.report;

import java.util.LinkedHashMap;
import java.util.Map;
import lanewise.compare.Comparison;
import lanewise.compare.ComparisonVerdict;
import lanewise.compare.ComparisonVerdict.RowLine;
import lanewise.run.Environment;
import lanewise.run.ExitCode;
import lanewise.run.Plan;
import lanewise.stats.Modes;
import lanewise.stats.RowVerdict;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `comparison.json`: what a comparison says, for programs.
final class ComparisonJson {

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ComparisonJson() {}

    /// @param strict see [ExitCode#of]
    static String of(ComparisonVerdict verdicts, Comparison comparison, Plan plan, Environment environment, boolean strict) {
        return JSON.writeValueAsString(json(verdicts, comparison, plan, environment, strict));
    }

    private static Map<String, Object> json(ComparisonVerdict verdicts, Comparison comparison, Plan plan, Environment environment,
            boolean strict) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", Comparison.SCHEMA);
        json.put("verdict", verdicts.verdict());
        json.put("exitCode", ExitCode.of(verdicts.verdict(), strict));
        json.put("headline", verdicts.headline());
        json.put("command", plan.command());
        json.put("machine", environment.machine());
        json.put("jdk", environment.jdk());
        json.put("base", comparison.base());
        json.put("head", comparison.head());
        json.put("againstItself", comparison.isAgainstItself());
        json.put("rule", comparison.rule());
        json.put("sharedShift", verdicts.sharedShift());
        json.put("suspects", verdicts.pairing().screen().suspects());
        json.put("suspectsCut", verdicts.pairing().screen().cut());
        json.put("rows", verdicts.lines().stream().map(ComparisonJson::json).toList());
        json.put("missing", verdicts.missing());
        json.put("leftOut", plan.leftOut());
        json.put("pairs", verdicts.pairing().pairs());
        json.put("excluded", verdicts.pairing().excluded());
        json.put("warnings", plan.warnings());
        return json;
    }

    private static Map<String, Object> json(RowLine line) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("row", line.row());
        json.put("verdict", line.verdict());
        json.put("advisory", line.isAdvisory());
        json.put("reason", line.reason());
        json.put("margin", line.margin());
        json.put("baseNanoseconds", finite(line.base()));
        json.put("headNanoseconds", finite(line.head()));
        RowVerdict numbers = line.numbers();
        if (numbers == null) return json;
        json.put("rounds", numbers.rounds());
        json.put("ratio", finite(numbers.ratio()));
        json.put("low", finite(numbers.interval().low()));
        json.put("high", finite(numbers.interval().high()));
        json.put("adjustedP", finite(numbers.pValue()));
        json.put("winRate", finite(numbers.winRate()));
        json.put("detectable", finite(numbers.detectable()));
        Modes modes = numbers.modes();
        if (modes != null) {
            Map<String, Object> both = new LinkedHashMap<>();
            both.put("fastBase", finite(modes.fastBase()));
            both.put("slowBase", finite(modes.slowBase()));
            both.put("fastHead", finite(modes.fastHead()));
            both.put("slowHead", finite(modes.slowHead()));
            both.put("slowForksBase", modes.slowForksBase());
            both.put("slowForksHead", modes.slowForksHead());
            both.put("p", finite(modes.pValue()));
            json.put("modes", both);
        }
        return json;
    }

    /// JSON has no word for what is not a number.
    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
