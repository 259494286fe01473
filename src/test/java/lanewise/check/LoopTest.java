package lanewise.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// On lines as objdump and hsdis write them.
class LoopTest {

    @Test
    void theLoopWithTheMostArithmeticInTheWidestRegisters() {
        Loop loop = Loop.hottest("""
                    7f18afef3010:\tvmulss (%rdx),%xmm1,%xmm2
                    7f18afef3014:\tjl     0x7f18afef3010
                    7f18afef3020:\tmov    %edi,%ebx
                    7f18afef3024:\tvmulps 0x10(%r8,%rbx,4),%zmm4,%zmm0
                    7f18afef3028:\tvsqrtps %zmm1,%zmm1
                    7f18afef302c:\tjae    0x7f18afef3060
                    7f18afef3030:\tvdivps %zmm1,%zmm0,%zmm0
                    7f18afef3034:\tjl     0x7f18afef3020
                    7f18afef3040:\tvaddps %zmm1,%zmm0,%zmm0
                    7f18afef3044:\tjl     0x7f18afef3040
                    7f18afef3048:\tjmp    0x7f18afef3010
                """.lines().toList()).orElseThrow();
        assertThat(loop.registers()).isEqualTo(Loop.Registers.ZMM);
        assertThat(loop.instructions()).hasSize(6).first().isEqualTo("mov    %edi,%ebx");
        assertThat(List.of(loop.arithmetic(), loop.divides(), loop.roots())).containsExactly(3L, 1L, 1L);
    }

    @Test
    void hsdisArmAndScalarCodeAreRead() {
        Loop arm = Loop.hottest("""
                  0x0000ffff7c8e1a40:   fmul\tv16.4s, v17.4s, v18.4s   ;*invokestatic binaryOp
                                                            ; - p.A::simd@35 (line 98)
                  0x0000ffff7c8e1a44:   fsqrt\tv16.4s, v16.4s
                  0x0000ffff7c8e1a48:   b.lt\t0x0000ffff7c8e1a40  // b.tstop
                """.lines().toList()).orElseThrow();
        assertThat(arm.registers()).isEqualTo(Loop.Registers.V);
        assertThat(List.of(arm.arithmetic(), arm.divides(), arm.roots())).containsExactly(2L, 0L, 1L);
        assertThat(arm.instructions()).first().isEqualTo("fmul\tv16.4s, v17.4s, v18.4s");
        Loop scalar = Loop.hottest(List.of("  10000:\tvdivss %xmm1,%xmm0,%xmm0", "  10004:\tjl     0x10000")).orElseThrow();
        assertThat(scalar.registers()).isEqualTo(Loop.Registers.SCALAR);
        assertThat(scalar.divides()).isEqualTo(1);
        assertThat(Loop.hottest(List.of("  10000:\tcall 0x20000", "  10004:\tjl     0x10000"))).isEmpty();
    }

    /// What C2 made of the tile of 8 x 2 vectors with sixteen registers, shortened.
    @Test
    void spilledRegistersAreNamedAndFusedOperationsAreArithmetic() {
        Loop loop = Loop.hottest("""
                    7f18afef3020:\tmov    0x20(%rsp),%r10
                    7f18afef3024:\tvbroadcastss 0x10(%rdx,%r10,4),%ymm1
                    7f18afef3028:\tvmovdqu 0x60(%rsp),%ymm2
                    7f18afef302c:\tvfmadd231ps %ymm0,%ymm1,%ymm2
                    7f18afef3030:\tvmovdqu %ymm2,0x60(%rsp)
                    7f18afef3034:\tvfmadd231ps 0x80(%rsp),%ymm1,%ymm3
                    7f18afef3038:\tjl     0x7f18afef3020
                """.lines().toList()).orElseThrow();
        assertThat(loop.arithmetic()).isEqualTo(2);
        assertThat(loop.registers()).isEqualTo(Loop.Registers.YMM);
        assertThat(loop.spilledVectors()).containsExactly("vmovdqu 0x60(%rsp),%ymm2", "vmovdqu %ymm2,0x60(%rsp)",
                "vfmadd231ps 0x80(%rsp),%ymm1,%ymm3");
        assertThat(loop.otherSpills()).containsExactly("mov    0x20(%rsp),%r10");
        Loop arm = Loop.hottest("""
                  0x0000ffff7c8e1a40:   fmla\tv16.4s, v17.4s, v18.4s
                  0x0000ffff7c8e1a44:   ldr\tq19, [sp, #32]
                  0x0000ffff7c8e1a48:   ldr\tx19, [sp, #64]
                  0x0000ffff7c8e1a4c:   ldr\tq20, [x2, #16]
                  0x0000ffff7c8e1a50:   b.lt\t0x0000ffff7c8e1a40
                """.lines().toList()).orElseThrow();
        assertThat(arm.arithmetic()).isEqualTo(1);
        assertThat(arm.spilledVectors()).containsExactly("ldr\tq19, [sp, #32]");
        assertThat(arm.otherSpills()).containsExactly("ldr\tx19, [sp, #64]");
    }
}
