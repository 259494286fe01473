package lanewise.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LandscapeTest {

    @ParameterizedTest
    @EnumSource
    void gradientsAreTheSlopesOfTheValues(Landscape f) {
        double h = 1e-5;
        for (double[] at : new double[][]{{0.7, -0.2}, {-1.5, 1.2}, {0, 0}, {2.3, 2.3}}) {
            for (int k = 0; k < f.dimensions(); k++) {
                double[] left = at.clone();
                double[] right = at.clone();
                left[k] -= h;
                right[k] += h;
                assertThat(f.gradient(at)[k]).isCloseTo((f.value(right) - f.value(left)) / (2 * h), within(1e-7));
            }
            assertThat(f.gradient(at)).hasSize(f.dimensions());
        }
    }
}
