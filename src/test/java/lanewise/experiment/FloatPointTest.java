package lanewise.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.optim.Optimizer;
import lanewise.optim.Sgd;
import lanewise.optim.Update;
import lanewise.optim.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloatPointTest {

    /// Gradient descent that forgets one element.
    private record Forgetful(int element) implements Optimizer {

        @Override
        public Update at(long t, double learningRate) {
            return (variant, w, g, state, from, to) -> {
                Update right = Sgd.DEFAULT.at(t, learningRate);
                right.apply(variant, w, g, state, from, from + element);
                right.apply(variant, w, g, state, from + element + 1, to);
            };
        }

        @Override
        public int stateArrays() {
            return 0;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStepMovesEveryCoordinate(Variant variant) {
        FloatPoint point = new FloatPoint(Sgd.DEFAULT, variant, 1, 2, 3);
        point.step(1, 0.5, 1, -1, 0);
        assertThat(point.parameters()).containsExactly(0.5, 2.5, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 64, 132, 133})
    void anElementThatIsLeftOutShows(int element) {
        FloatPoint point = new FloatPoint(new Forgetful(element), Variant.SIMD, 1, 2);
        point.step(1, 0.5, 1, 1);
        assertThat(point.parameters()[element % 2]).isNaN();
        assertThat(point.parameters()[1 - element % 2]).isEqualTo(element % 2 == 0 ? 1.5 : 0.5);
    }

    @Test
    void parametersAreFloats() {
        assertThat(new FloatPoint(Sgd.DEFAULT, Variant.SCALAR, 0.1).parameters()).containsExactly(0.1f);
    }
}
