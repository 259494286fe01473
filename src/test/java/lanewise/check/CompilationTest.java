package lanewise.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// On excerpts of what JDK 25 said, shortened.
class CompilationTest {

    private static final String BY_C1 = """
            430  544    b  3       p.A::simd (208 bytes)
                                          @ 204   p.A::scalar (116 bytes)   failed to inline: callee is too large
            Compiled method (c1) 219  544       3       p.A::simd (208 bytes)
              0x00007f18afef3080: 8984 2400
            """;
    private static final String FROM_WITHIN = """
            549  548 %  b  4       p.A::simd @ 22 (208 bytes)
            Compiled method (c2) 454  548 %     4       p.A::simd @ 22 (208 bytes)
              0x00007f18afef30a0: 502b ef83
            [Exception Handler]
              0x00007f18afef30b0: 0000 0000
                                          @ 35   v.F::from (28 bytes)   force inline by annotation
            """;
    private static final String WHOLE = """
            588  549    b  4       p.A::simd (208 bytes)
            Compiled method (c2) 492  549       4       p.A::simd (208 bytes)
              # {method} {0x00007f189440e0a8} 'simd' '([FII)V' in 'p/A'
              0x00007f18afef30b0: ; implicit exception: dispatches to 0x00007f18afef35cb
              0x00007f18afef30b0: 448b 510c | 458d 5af1
              0x00007f18afef30c0: ;   {metadata('jdk/incubator/vector/Float512Vector')}
              0x00007f18afef30c8: ;   {metadata(method data for {method} {0x00007f2b04048c70} 'zero' '()V' in 'v/FloatVector')}
            [Stub Code]
                                          @ 35   v.F::from (28 bytes)   force inline by annotation
                                            @ 9   v.S::load (38 bytes)   (intrinsic)   late inline succeeded
                                            @ 12   v.S::unaryOp (36 bytes)   failed to inline: failed to inline (intrinsic)   failed to inline: static call node changed: trying again
                                            @ 14   v.S::late (36 bytes)   failed to inline: virtual call   late inline succeeded (virtual)
                                          @ 90   p.E::<init> (9 bytes)   failed to inline: call site not reached
            600  549    b  4       p.A::simd (208 bytes)   made not entrant
            """;

    @Test
    void theWholeMethodByC2IsTakenAndNothingElse() {
        Compilation compilation = Compilation.last(WHOLE + FROM_WITHIN + BY_C1, "p.A::simd").orElseThrow();
        assertThat(compilation.replacement()).isFalse();
        assertThat(compilation.code()).hasSize(4).element(1).asString().endsWith("448b 510c | 458d 5af1");
        assertThat(compilation.boxes()).containsExactly("Float512Vector");
        assertThat(compilation.calls()).extracting(Compilation.Call::callee)
                .containsExactly("v.F::from", "v.S::load", "v.S::unaryOp", "v.S::late", "p.E::<init>");
    }

    @Test
    void callsThatStayAreToldFromThoseThatAreNeverMade() {
        List<Compilation.Call> calls = Compilation.last(WHOLE, "p.A::simd").orElseThrow().calls();
        assertThat(calls).extracting(Compilation.Call::failed).containsExactly(false, false, true, false, true);
        assertThat(calls).extracting(Compilation.Call::isUncommon).containsExactly(false, false, false, false, true);
        assertThat(calls).extracting(Compilation.Call::isIntrinsic).containsExactly(false, true, false, false, false);
        assertThat(calls.get(2).reason()).isEqualTo("failed to inline (intrinsic)");
        assertThat(calls.get(1).indent()).isGreaterThan(calls.getFirst().indent());
    }

    @Test
    void aLoopAloneIsTakenOnlyWhereThereIsNothingBetter() {
        Compilation compilation = Compilation.last(BY_C1 + FROM_WITHIN, "p.A::simd").orElseThrow();
        assertThat(compilation.replacement()).isTrue();
        assertThat(compilation.code()).hasSize(1);
        assertThat(Compilation.last(BY_C1, "p.A::simd")).isEmpty();
        assertThat(Compilation.last("", "p.A::simd")).isEmpty();
    }
}
