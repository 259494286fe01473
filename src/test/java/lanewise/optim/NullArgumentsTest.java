package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static void refused(String name, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(name + " must not be null");
    }

    /// On one thread and where a second is worth it, which is from the first element on.
    @ParameterizedTest
    @ValueSource(ints = {1, ParallelStep.WORTH_THREADS})
    void ofAParallelStep(int worthThreads) {
        Update update = Sgd.DEFAULT.at(1, 0.1);
        float[] w = {1, 2, 3};
        float[] g = {1, 1, 1};
        float[][] state = {};
        try (ParallelStep parallel = new ParallelStep(2, worthThreads)) {
            refused("update", () -> parallel.of(null));
            refused("update", () -> parallel.apply(null, Variant.SIMD, w, g, state, 0, 3));
            refused("variant", () -> parallel.apply(update, null, w, g, state, 0, 3));
            refused("parameters", () -> parallel.apply(update, Variant.SIMD, null, g, state, 0, 3));
            refused("gradients", () -> parallel.apply(update, Variant.SIMD, w, null, state, 0, 3));
            refused("state", () -> parallel.apply(update, Variant.SIMD, w, g, null, 0, 3));
            assertThat(w).containsExactly(1, 2, 3);
            parallel.apply(update, Variant.SIMD, w, g, state, 0, 3); // a refusal has left it free
            assertThat(w).containsExactly(0.9f, 1.9f, 2.9f);
        }
    }

    @Test
    void ofASparseStep() {
        Update update = Sgd.DEFAULT.at(1, 0.1);
        SparseStep sparse = new SparseStep(1, 0);
        float[] w = {1, 2, 3};
        float[] g = {1, 1, 1};
        int[] rows = {2};
        float[][] state = {};
        refused("optimizer", () -> new SparseStep(1, null));
        refused("update", () -> sparse.apply(null, Variant.SIMD, w, rows, g, 1, state));
        refused("variant", () -> sparse.apply(update, null, w, rows, g, 1, state));
        refused("parameters", () -> sparse.apply(update, Variant.SIMD, null, rows, g, 1, state));
        refused("rows", () -> sparse.apply(update, Variant.SIMD, w, null, g, 1, state));
        refused("gradients", () -> sparse.apply(update, Variant.SIMD, w, rows, null, 1, state));
        refused("state", () -> sparse.apply(update, Variant.SIMD, w, rows, g, 1, null));
        refused("update", () -> sparse.applyInPlace(null, Variant.SIMD, w, rows, g, 1, state));
        refused("variant", () -> sparse.applyInPlace(update, null, w, rows, g, 1, state));
        refused("parameters", () -> sparse.applyInPlace(update, Variant.SIMD, null, rows, g, 1, state));
        refused("rows", () -> sparse.applyInPlace(update, Variant.SIMD, w, null, g, 1, state));
        refused("gradients", () -> sparse.applyInPlace(update, Variant.SIMD, w, rows, null, 1, state));
        refused("state", () -> sparse.applyInPlace(update, Variant.SIMD, w, rows, g, 1, null));
        assertThat(w).containsExactly(1, 2, 3);
    }

    @Test
    void ofACompositionAndARate() {
        refused("inner", () -> new Lookahead(null, 5, 0.5));
        refused("groups", () -> new ParameterGroups(null));
        refused("groups[1]", () -> new ParameterGroups(Arrays.asList(new ParameterGroups.Group(1, Sgd.DEFAULT, 1), null)));
        refused("optimizer", () -> new ParameterGroups.Group(1, null, 1));
        refused("form", () -> new GradientRate(null, 1, 1));
    }

    @Test
    void ofAClipping() {
        float[] g = {1, 2, 3};
        refused("variant", () -> Clipping.byValue(null, g, 1, 0, 3));
        refused("gradients", () -> Clipping.byValue(Variant.SIMD, null, 1, 0, 3));
        refused("variant", () -> Clipping.byGlobalNorm(null, g, 100, 0, 3));
        refused("gradients", () -> Clipping.byGlobalNorm(Variant.SIMD, null, 1, 0, 3));
        assertThat(g).containsExactly(1, 2, 3);
    }

    @Test
    void ofAFiniteCheck() {
        Update update = FiniteCheck.around(Sgd.DEFAULT.at(1, 0.1), 1);
        float[] x = {1};
        float[][] state = {x, null};
        refused("update", () -> FiniteCheck.around(null, 1));
        refused("gradients", () -> update.apply(Variant.SIMD, x, null, new float[0][], 0, 1));
        refused("parameters", () -> FiniteCheck.require(1, null, x, state, 0, 1));
        refused("gradients", () -> FiniteCheck.require(1, x, null, state, 0, 1));
        refused("state", () -> FiniteCheck.require(1, x, x, null, 0, 1));
        refused("state[1]", () -> FiniteCheck.require(1, x, x, state, 0, 1));
        refused("array", () -> FiniteCheck.indexOfNotFinite(null, 0, 1));
    }

    @Test
    void ofAMinimization() {
        Lbfgs.Workspace workspace = Lbfgs.DEFAULT.workspace(1);
        Objective objective = (_, _) -> 0;
        float[] w = {1};
        refused("variant", () -> Lbfgs.DEFAULT.minimize(null, objective, w, workspace));
        refused("objective", () -> Lbfgs.DEFAULT.minimize(Variant.SIMD, null, w, workspace));
        refused("parameters", () -> Lbfgs.DEFAULT.minimize(Variant.SIMD, objective, null, workspace));
        refused("workspace", () -> Lbfgs.DEFAULT.minimize(Variant.SIMD, objective, w, null));
    }

    @Test
    void ofAnInverseHessian() {
        float[][] s = {{1}};
        float[][] y = {{1}};
        float[] x = {1};
        refused("s", () -> new InverseHessian(null, y, 0, 1));
        refused("y", () -> new InverseHessian(s, null, 0, 1));
        refused("s[0]", () -> new InverseHessian(new float[1][], y, 0, 1));
        refused("y[0]", () -> new InverseHessian(s, new float[1][], 0, 1));
        InverseHessian inverse = new InverseHessian(s, y, 0, 1);
        refused("variant", () -> inverse.add(null, x, x, x, x));
        refused("w", () -> inverse.add(Variant.SIMD, null, x, x, x));
        refused("newW", () -> inverse.add(Variant.SIMD, x, null, x, x));
        refused("g", () -> inverse.add(Variant.SIMD, x, x, null, x));
        refused("newG", () -> inverse.add(Variant.SIMD, x, x, x, null));
        assertThat(s[0]).containsExactly(1);
        refused("variant", () -> inverse.take(null));
        refused("variant", () -> inverse.direction(null, x, new float[1]));
        refused("g", () -> inverse.direction(Variant.SIMD, null, x));
        refused("d", () -> inverse.direction(Variant.SIMD, x, null));
    }
}
