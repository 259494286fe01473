package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every hyper-parameter can be given by name, or is named here as one that the format does not have.
class NamedHyperParametersTest {

    /// Choices that PyTorch does not offer, and whose value in its place is the only one.
    private static final Map<Class<?>, Set<String>> NOT_IN_THE_FORMAT = Map.of(
            Momentum.class, Set.of("copiesFirst", "rateInside"),
            Nesterov.class, Set.of("rateInside"),
            RmsPropMomentum.class, Set.of("rateInside"),
            RmsPropCenteredMomentum.class, Set.of("rateInside"),
            AdaMax.class, Set.of("outsideMax"));

    /// Gives what it is told to, otherwise the fallback, and notes what it is asked for.
    private static final class Given implements NamedHyperParameters {

        private final Map<String, Object> values;
        private final Map<String, Object> asked = new LinkedHashMap<>();

        Given(Map<String, Object> values) {
            this.values = values;
        }

        @SuppressWarnings("unchecked") // of the fallback's type, which is what the caller asks for
        private <T> T answer(String name, T fallback) {
            T value = (T) values.getOrDefault(name, fallback);
            asked.put(name, value);
            return value;
        }

        @Override
        public double learningRate() {
            return answer("learningRate", 0.1);
        }

        @Override
        public double take(String name) {
            return answer(name, 0.9);
        }

        @Override
        public double takeOr(String name, double fallback) {
            return answer(name, fallback);
        }

        @Override
        public long takeCountOr(String name, long fallback) {
            return answer(name, fallback);
        }

        @Override
        public boolean takeOr(String name, boolean fallback) {
            return answer(name, fallback);
        }
    }

    /// Another value that every optimizer takes where it took this one; whole numbers beyond the range of int.
    private static Object other(Object value) {
        return switch (value) {
            case Boolean truth -> !truth;
            case Long count -> count + (1L << 40);
            case Double number -> number == 0 ? 0.25 : 0.999 * number;
            default -> throw new AssertionError(value);
        };
    }

    /// RMSprop by name is one of four records.
    static Stream<Arguments> factories() {
        return Stream.of(Catalogue.values()).filter(entry -> entry.byName().isPresent()).flatMap(entry -> Stream
                .<Map<String, Object>>of(Map.of(), Map.of("momentum", 0.5), Map.of("centered", true),
                        Map.of("momentum", 0.5, "centered", true))
                .filter(given -> entry == Catalogue.RMSPROP || given.isEmpty())
                .map(given -> Arguments.of(entry, given)));
    }

    private static Object component(Optimizer optimizer, String name) throws ReflectiveOperationException {
        for (RecordComponent component : optimizer.getClass().getRecordComponents()) {
            if (component.getName().equals(name)) return component.getAccessor().invoke(optimizer);
        }
        throw new AssertionError(name);
    }

    @ParameterizedTest
    @MethodSource("factories")
    void everyHyperParameterHasANameOrIsListed(Catalogue entry, Map<String, Object> values) throws ReflectiveOperationException {
        Given given = new Given(values);
        Optimizer plain = entry.byName().orElseThrow().apply(given);
        List<String> components = Stream.of(plain.getClass().getRecordComponents()).map(RecordComponent::getName).toList();
        Set<String> taken = new HashSet<>();
        for (Map.Entry<String, Object> asked : given.asked.entrySet()) {
            Map<String, Object> changed = new LinkedHashMap<>(values);
            changed.put(asked.getKey(), other(asked.getValue()));
            Optimizer optimizer = entry.byName().orElseThrow().apply(new Given(changed));
            assertThat(optimizer).as(asked.getKey()).isNotEqualTo(plain);
            if (optimizer.getClass() != plain.getClass()) continue;
            for (String name : components) {
                if (!component(optimizer, name).equals(component(plain, name))) taken.add(name);
            }
        }
        Set<String> missing = new TreeSet<>(components);
        missing.removeAll(taken);
        assertThat(missing).as("%s", plain).isEqualTo(NOT_IN_THE_FORMAT.getOrDefault(plain.getClass(), Set.of()));
    }
}
