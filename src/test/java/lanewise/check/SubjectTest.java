package lanewise.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.HyperParameters;
import lanewise.optim.Catalogue;
import lanewise.optim.Optimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A hyper-parameter that is zero, or what a kernel would have had without it, hides every mistake that is made with it.
class SubjectTest {

    private static final int[] SIZE = {55};

    /// Each hyper-parameter of each optimizer that is validated, by reflection, so that a new one is asked for too.
    static Stream<Arguments> hyperParameters() {
        return Stream.concat(Stream.of(Catalogue.values()).map(Catalogue::defaults), Subject.composed().stream().map(Subject::optimizer))
                .collect(Collectors.toMap(Object::getClass, optimizer -> optimizer, (first, _) -> first)).values().stream()
                .flatMap(defaults -> HyperParameters.of(defaults).entrySet().stream()
                        .filter(component -> component.getValue() instanceof Number || component.getValue() instanceof Boolean)
                        .map(component -> Arguments.of(defaults, component.getKey(), component.getValue())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("hyperParameters")
    void isOffItsDefaultAndNotZeroInAConfigurationWhereItMatters(Optimizer defaults, String name, Object usual) {
        List<Subject> configurations = Stream.of(Subject.all(), Subject.composed()).flatMap(List::stream)
                .filter(subject -> subject.optimizer().getClass() == defaults.getClass()).toList();
        List<Subject> off = configurations.stream().filter(subject -> isOff(HyperParameters.of(subject.optimizer()).get(name), usual))
                .toList();
        assertThat(off).as("configurations with %s neither %s nor 0 among %s", name, usual, configurations).isNotEmpty();
        List<String> blind = new ArrayList<>();
        for (Subject subject : off) {
            Subject back = new Subject(subject.name(), HyperParameters.with(subject.optimizer(), name, usual), subject.learningRate(),
                    subject.state());
            if (hash(subject).equals(hash(back))) blind.add(subject.name());
        }
        assertThat(blind).as("configurations that end in the same states with %s %s", name, usual).hasSizeLessThan(off.size());
    }

    /// The other truth value; or a number that is neither the default nor zero.
    private static boolean isOff(Object value, Object usual) {
        return !value.equals(usual) && (value instanceof Boolean || ((Number) value).doubleValue() != 0);
    }

    private static String hash(Subject subject) {
        return CrossValidation.run(subject, SIZE).hash();
    }

    @Test
    void everyOptimizerIsAskedAbout() {
        Set<String> asked = hyperParameters().map(arguments -> arguments.get()[0].getClass().getSimpleName()).collect(Collectors.toSet());
        assertThat(asked).contains("Lookahead")
                .containsAll(Stream.of(Catalogue.values()).map(entry -> entry.defaults().getClass().getSimpleName()).toList());
        assertThat(HyperParameters.of(Catalogue.NADAM.defaults())).isEqualTo(Map.of("beta1", 0.9, "beta2", 0.999, "insideRoot", 0.0,
                "outsideRoot", 1e-8, "momentumDecay", 4e-3, "weightDecay", 0.0, "decoupled", false));
    }
}
