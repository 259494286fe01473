package lanewise.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InnerLoopTest {

    /// A loop that is renamed, or one that is new and forgotten, is found here.
    @Test
    void everyMicroKernelOfProductsHasAName() throws ClassNotFoundException {
        for (String type : new String[]{"SgemmTiles", "SgemmStridedTiles", "ConvolutionTiles"}) {
            String[] methods = Arrays.stream(Class.forName("lanewise.linalg." + type).getDeclaredMethods())
                    .filter(method -> !method.isSynthetic()).map(method -> type + "." + method.getName()).distinct().toArray(String[]::new);
            assertThat(Stream.of(InnerLoop.values()).map(InnerLoop::toString).filter(name -> name.startsWith(type + ".")))
                    .containsExactlyInAnyOrder(methods);
        }
    }

    @Test
    void ofTheMethodsOfANameTheOneWithTheLoopIsExplained() {
        assertThat(InnerLoop.EIGHT_BY_TWO.compileCommand()).isEqualTo("lanewise/linalg/SgemmTiles.eightByTwo(I[FI[FI[FII)V");
        assertThat(InnerLoop.named("SgemmTiles.eightByTwo")).contains(InnerLoop.EIGHT_BY_TWO);
        assertThat(InnerLoop.named("eightByTwo")).isEmpty();
    }
}
