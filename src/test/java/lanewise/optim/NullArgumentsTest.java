package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An argument that is missing is refused by its name, before anything has moved.
class NullArgumentsTest {

    @ParameterizedTest
    @EnumSource
    void ofAStep(Catalogue optimizer) {
        Update update = optimizer.defaults().at(3, 0.1);
        int arrays = optimizer.defaults().stateArrays();
        float[] w = {1, 2, 3};
        float[] g = {1, 1, 1};
        float[][] state = new float[arrays][3];
        assertThatIllegalArgumentException().isThrownBy(() -> update.apply(null, w, g, state, 0, 3))
                .withMessage("variant must not be null");
        assertThatIllegalArgumentException().isThrownBy(() -> update.apply(Variant.SIMD, null, g, state, 0, 3))
                .withMessage("parameters must not be null");
        assertThatIllegalArgumentException().isThrownBy(() -> update.apply(Variant.SIMD, w, null, state, 0, 3))
                .withMessage("gradients must not be null");
        assertThatIllegalArgumentException().isThrownBy(() -> update.apply(Variant.SIMD, w, g, null, 0, 3))
                .withMessage("state must not be null");
        for (int k = 0; k < arrays; k++) {
            float[][] incomplete = state.clone();
            incomplete[k] = null;
            assertThatIllegalArgumentException().isThrownBy(() -> update.apply(Variant.SIMD, w, g, incomplete, 0, 3))
                    .withMessage("state[" + k + "] must not be null");
        }
        assertThat(w).containsExactly(1, 2, 3);
    }

    @Test
    void ofADenseRoutine() {
        float[] x = {1};
        assertThatIllegalArgumentException().isThrownBy(() -> Vectors.dot(null, x, x, 0, 1, new float[1]))
                .withMessage("variant must not be null");
        assertThatIllegalArgumentException().isThrownBy(() -> Vectors.axpy(null, 1, x, x, 0, 1)).withMessage("variant must not be null");
        assertThatIllegalArgumentException().isThrownBy(() -> Vectors.scale(null, 1, x, x, 0, 1)).withMessage("variant must not be null");
    }

    @Test
    void ofALookAhead() {
        float[] x = {1};
        assertThatIllegalArgumentException().isThrownBy(() -> NesterovLookAhead.DEFAULT.undoLookAhead(null, x, 0, 1))
                .withMessage("parameters must not be null");
        assertThatIllegalArgumentException().isThrownBy(() -> NesterovLookAhead.DEFAULT.undoLookAhead(x, null, 0, 1))
                .withMessage("velocity must not be null");
    }
}
