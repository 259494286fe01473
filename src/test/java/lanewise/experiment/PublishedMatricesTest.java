package lanewise.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import lanewise.train.ConfusionMatrix;
import org.junit.jupiter.api.Test;

/// The confusion matrices that were published for the experiment with momentum have the accuracy and the correlation that were published.
class PublishedMatricesTest {

    private static final String WITHOUT = """
            866 1 14 28 8 1 68 0 14 0
            5 958 2 25 5 0 3 0 2 0
            20 1 790 14 126 0 44 1 3 1
            29 21 15 863 46 1 20 0 5 0
            0 0 91 22 849 1 32 0 5 0
            0 0 0 1 0 960 0 22 2 15
            161 2 111 38 115 0 556 0 17 0
            0 0 0 0 0 29 0 942 0 29
            1 0 7 5 6 2 2 4 973 0
            0 0 0 0 0 6 0 29 1 964
            """;
    private static final String WITH = """
            766 5 14 61 2 1 143 0 8 0
            1 958 2 30 3 0 6 0 0 0
            12 0 794 16 98 0 80 0 0 0
            8 11 13 917 21 0 27 0 3 0
            0 0 84 44 798 0 71 0 3 0
            0 0 0 1 0 938 0 31 1 29
            76 2 87 56 60 0 714 0 5 0
            0 0 0 0 0 11 0 963 0 26
            1 1 6 8 5 1 10 4 964 0
            0 0 0 0 0 6 0 33 0 961
            """;

    private static ConfusionMatrix matrix(String text) {
        return ConfusionMatrix
                .of(text.lines().map(line -> Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray()).toArray(long[][]::new));
    }

    private static String rounded(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toString();
    }

    @Test
    void everyPrintedDigitComesOut() {
        assertThat(rounded(matrix(WITHOUT).accuracy(), 4)).isEqualTo("0.8721");
        assertThat(rounded(matrix(WITHOUT).matthews(), 7)).isEqualTo("0.8584048");
        assertThat(rounded(matrix(WITH).accuracy(), 4)).isEqualTo("0.8773");
        assertThat(rounded(matrix(WITH).matthews(), 7)).isEqualTo("0.8638721");
    }
}
