package lanewise.peers.libtorch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/// What both peers need of libtorch as a whole.
final class Runtime {

    private static final Pattern LIBRARIES = Pattern.compile("BLAS_INFO=\\w+|USE_MKLDNN=\\w+");

    private Runtime() {}

    /// Loads the library and has it work on so many threads. OpenBLAS below it has threads of its own, which it does not ask libtorch about.
    static void use(int threads) {
        openblas_nolapack.blas_set_num_threads(threads);
        torch.set_num_threads(threads);
        if (torch.get_num_threads() != threads) {
            throw new IllegalStateException("libtorch must work on " + threads + " threads, works on " + torch.get_num_threads());
        }
    }

    /// `libtorch 2.10.0-1.5.13, AVX512, BLAS_INFO=open, USE_MKLDNN=1`.
    static String version() {
        StringBuilder text = new StringBuilder("libtorch ").append(torch.class.getPackage().getImplementationVersion()).append(", ")
                .append(torch.get_cpu_capability().getString());
        Matcher libraries = LIBRARIES.matcher(torch.show_config().getString());
        while (libraries.find()) text.append(", ").append(libraries.group());
        return text.toString();
    }
}
