package lanewise.openblas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import lanewise.linalg.Matrix;
import lanewise.linalg.Product;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/// OpenBLAS's `cblas_sgemm` on one thread, with its kernels for this CPU. It reads and writes the arrays where they lie on the heap, so that
/// it meets the same memory as the others.
public final class OpenBlas implements Product {

    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_LIES = 111;
    private static final int TRANSPOSED = 112;

    private final MethodHandle sgemm;

    /// Loads the library.
    ///
    /// @throws IllegalStateException if a variable of the environment changes what it does
    @SuppressWarnings("restricted") // the signatures below are those of cblas.h
    public OpenBlas() {
        for (String variable : System.getenv().keySet()) {
            if (variable.startsWith("OPENBLAS_")) {
                throw new IllegalStateException(variable + " must not be set: OpenBLAS is measured as it is");
            }
        }
        Loader.load(openblas_nolapack.class);
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = SymbolLookup.loaderLookup();
        sgemm = linker.downcallHandle(library.findOrThrow("cblas_sgemm"),
                FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS,
                        JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT),
                Linker.Option.critical(true));
        MethodHandle setThreads = linker.downcallHandle(library.findOrThrow("openblas_set_num_threads"),
                FunctionDescriptor.ofVoid(JAVA_INT));
        try {
            setThreads.invokeExact(1);
        } catch (Throwable e) {
            throw new IllegalStateException("openblas_set_num_threads cannot be called", e);
        }
    }

    @Override
    public String name() {
        return "OPENBLAS";
    }

    @Override
    public void multiply(Matrix a, Matrix b, float beta, Matrix c) {
        try {
            sgemm.invokeExact(ROW_MAJOR, layout(a), layout(b), c.rows(), c.columns(), a.columns(), 1f, from(a), stride(a), from(b), stride(b),
                    beta, from(c), stride(c));
        } catch (Throwable e) {
            throw new IllegalStateException("cblas_sgemm cannot be called", e);
        }
    }

    private static int layout(Matrix matrix) {
        return matrix.columnStride() == 1 ? AS_IT_LIES : TRANSPOSED;
    }

    private static int stride(Matrix matrix) {
        return matrix.columnStride() == 1 ? matrix.rowStride() : matrix.columnStride();
    }

    private static MemorySegment from(Matrix matrix) {
        return MemorySegment.ofArray(matrix.elements()).asSlice((long) matrix.offset() * Float.BYTES);
    }
}
