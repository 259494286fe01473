package lanewise.suite;

import java.util.LinkedHashMap;
import java.util.Map;
import lanewise.optim.Catalogue;
import lanewise.run.Row;

/// How rows of steps are named, grouped and found by each other.
final class Names {

    private Names() {}

    /// Parameters of a step, in the order in which it is named.
    static Map<String, String> step(String optimizer, String variant, long size) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("optimizer", optimizer);
        parameters.put("variant", variant);
        parameters.put("size", Long.toString(size));
        return parameters;
    }

    /// The name of the row of this benchmark that steps so.
    static String ofStep(Class<?> benchmark, String optimizer, String variant, long size) {
        return Row.nameOf(benchmark.getName() + ".step", step(optimizer, variant, size));
    }

    /// What rows of an optimizer and a size are compared in: variants, scenarios and JVMs. Sizes are together if they round to the same power
    /// of two, as 1,000 and 1,024 do, which differ in the tail.
    static String group(String optimizer, long size) {
        return optimizer + " " + Math.round(Math.log(size) / Math.log(2));
    }

    static String group(Catalogue optimizer, long size) {
        return group(optimizer.name(), size);
    }
}
