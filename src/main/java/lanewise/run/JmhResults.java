package lanewise.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.Version;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `results.json` in JMH's own format, for the tools that read it.
///
/// Score and error are JMH's: the mean of all iterations and its 99.9 % interval. The tables of this project use medians of forks.
public final class JmhResults {

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final double[] PERCENTILES = {0, 50, 90, 95, 99, 99.9, 99.99, 99.999, 99.9999, 100};
    private static final double CONFIDENCE = 0.999;

    /// JMH's fields that a fork fills, with the names of its facts. A field is left out where the fork did not say.
    private static final Map<String, String> JVM = new TreeMap<>(Map.of("jdkVersion", "jdk", "vmName", "vmName", "vmVersion", "vmVersion"));

    private JmhResults() {}

    /// The rows of which a fork succeeded, in the order of the plan.
    public static String of(Plan plan, List<Measurement> measurements) {
        List<Map<String, Object>> results = new ArrayList<>();
        for (Row row : plan.rows()) {
            List<Measurement> forks = measurements.stream().filter(m -> m.succeeded() && m.row().equals(row.id())).toList();
            if (!forks.isEmpty()) results.add(result(plan.sampling(), row, forks));
        }
        return JSON.writeValueAsString(results);
    }

    private static Map<String, Object> result(Plan.Sampling sampling, Row row, List<Measurement> forks) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("jmhVersion", Version.getPlainVersion());
        result.put("benchmark", row.benchmark());
        result.put("mode", "avgt");
        result.put("threads", 1);
        result.put("forks", forks.size());
        result.put("jvm", "java"); // the path would say nothing on another machine
        result.put("jvmArgs", row.jvm().args());
        Map<String, Object> facts = forks.getFirst().facts(); // the JVM that reports may be another
        JVM.forEach((field, fact) -> {
            if (facts.containsKey(fact)) result.put(field, facts.get(fact));
        });
        result.put("warmupIterations", sampling.warmupIterations());
        result.put("warmupTime", sampling.warmupMillis() + " ms");
        result.put("warmupBatchSize", 1);
        result.put("measurementIterations", sampling.iterations());
        result.put("measurementTime", sampling.iterationMillis() + " ms");
        result.put("measurementBatchSize", 1);
        result.put("params", row.parameters());
        result.put("primaryMetric", metric(forks.stream().map(Measurement::nanoseconds).toArray(double[][]::new)));
        result.put("secondaryMetrics", Map.of());
        return result;
    }

    private static Map<String, Object> metric(double[][] forks) {
        ListStatistics all = new ListStatistics(Arrays.stream(forks).flatMapToDouble(Arrays::stream).toArray());
        Map<String, Double> percentiles = new LinkedHashMap<>();
        for (double rank : PERCENTILES) {
            percentiles.put(Double.toString(rank), all.getPercentile(rank));
        }
        Map<String, Object> metric = new LinkedHashMap<>();
        metric.put("score", all.getMean());
        metric.put("scoreError", all.getMeanErrorAt(CONFIDENCE));
        metric.put("scoreConfidence", all.getConfidenceIntervalAt(CONFIDENCE));
        metric.put("scorePercentiles", percentiles);
        metric.put("scoreUnit", "ns/op");
        metric.put("rawData", forks);
        return metric;
    }
}
