package lanewise.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// Variables of the environment that change what a native library does: how many threads it starts, for which CPU it chooses its kernels. A fork
/// inherits them, so it takes them away before it loads the library.
final class NativeEnvironment {

    private static final List<String> PREFIXES = List.of("OPENBLAS_", "GOTO_", "OMP_", "GOMP_", "KMP_", "MKL_", "ATEN_", "TORCH_", "DNNL_",
            "ONEDNN_");

    private NativeEnvironment() {}

    /// Unsets them where the C library can; Java's own copy of the environment stays as it is.
    @SuppressWarnings("restricted") // the signature is that of stdlib.h
    static void clear() {
        Linker linker = Linker.nativeLinker();
        var function = linker.defaultLookup().find("unsetenv");
        if (function.isEmpty()) return; // another system
        MethodHandle unset = linker.downcallHandle(function.get(), FunctionDescriptor.of(JAVA_INT, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            for (String name : System.getenv().keySet()) {
                if (PREFIXES.stream().anyMatch(name::startsWith)) {
                    int _ = (int) unset.invokeExact(arena.allocateFrom(name));
                }
            }
        } catch (Throwable e) {
            throw new IllegalStateException("the environment cannot be changed", e);
        }
    }
}
