package lanewise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StoppingTest {

    /// The check at which a run with these losses stops, counted from 1; 0 if it does not.
    private static int stop(Stopping stopping, double[] training, double[] validation) {
        Stopping.Memory memory = Stopping.Memory.NONE;
        for (int k = 0; k < training.length; k++) {
            Stopping.Memory now = memory.after(training[k], validation[k]);
            if (!stopping.reason(memory, now).isEmpty()) return k + 1;
            memory = now;
        }
        return 0;
    }

    @Test
    void aSmallChangeOfTheTrainingLossStops() {
        double[] any = {1, 1, 1, 1};
        assertThat(stop(new Stopping(0.1, 0), new double[]{5, 4, 3.95, 1}, any)).isEqualTo(3);
        assertThat(stop(new Stopping(0.1, 0), new double[]{5, 4, 3, 3.05}, any)).isEqualTo(4);
        assertThat(stop(new Stopping(0.1, 0), new double[]{5, 4, 3, 2}, any)).isZero();
        assertThat(stop(Stopping.NEVER, new double[]{5, 5, 5, 5}, any)).isZero();
    }

    @Test
    void patienceEndsAfterChecksWithoutANewLow() {
        double[] any = {5, 4, 3, 2, 1};
        assertThat(stop(new Stopping(0, 2), any, new double[]{3, 2, 2.5, 2.1, 0})).isEqualTo(4);
        assertThat(stop(new Stopping(0, 2), any, new double[]{3, 2, 2.5, 1, 1.5})).isZero();
        assertThat(stop(new Stopping(0, 3), any, new double[]{3, 3, 3, 2, 3})).isZero();
        assertThat(stop(new Stopping(0, 3), any, new double[]{3, 3, 3, 3, 3})).isEqualTo(4);
        assertThatThrownBy(() -> new Stopping(Double.NaN, 0)).hasMessageContaining("delta");
        assertThatThrownBy(() -> new Stopping(0, -1)).hasMessageContaining("patience");
    }
}
