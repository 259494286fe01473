package lanewise;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.optim.Optimizer;

/// The hyper-parameters of an optimizer by name: the components of its record.
public final class HyperParameters {

    private HyperParameters() {}

    /// Names and values, in the order of the record.
    public static Map<String, Object> of(Optimizer optimizer) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : optimizer.getClass().getRecordComponents()) {
            try {
                values.put(component.getName(), component.getAccessor().invoke(optimizer));
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(component + " of " + optimizer, e);
            }
        }
        return values;
    }

    /// The same optimizer but for one of them.
    public static Optimizer with(Optimizer optimizer, String name, Object value) {
        Map<String, Object> values = of(optimizer);
        if (values.replace(name, value) == null) throw new AssertionError(optimizer + " has no " + name);
        try {
            Class<?>[] types = Stream.of(optimizer.getClass().getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (Optimizer) optimizer.getClass().getConstructor(types).newInstance(values.values().toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) throw refused;
            throw new AssertionError(optimizer + " with " + name + " " + value, e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(optimizer + " with " + name + " " + value, e);
        }
    }
}
