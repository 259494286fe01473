package lanewise.suite;

import static lanewise.bench.BenchmarkVariant.SIMD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import lanewise.bench.BenchmarkVariant;
import lanewise.run.Row.Jvm;

/// A library that the suite is compared with. Each is built by itself into a folder of its own (`src/peers`, Maven's profile `peers`), which
/// its forks are told of; what could not be built is missing there, with the reason.
enum PeerLibrary {
    /// The updates written in C and compiled for this machine.
    C("c", 1),
    /// The updates of libtorch that make one pass.
    LIBTORCH_FUSED("libtorch", 1),
    /// The optimizers of libtorch as its users call them, and its layers.
    LIBTORCH("libtorch", 10),
    /// The updaters of ND4J.
    ND4J("nd4j", 5),
    /// The optimizers of DJL, on its PyTorch engine.
    DJL("djl", 10),
    /// The optimizers of Tribuo, in double.
    TRIBUO("tribuo", 20),
    /// The products of OpenBLAS.
    OPENBLAS("openblas", 1);

    /// From where the suite is started, which is where Maven is.
    private static final Path ALL = Path.of("target", "peers");
    private static final String BUILT = "class-path.txt";
    private static final String REASON = "missing.txt";

    private final String folder;
    private final int passes;

    PeerLibrary(String folder, int passes) {
        this.folder = folder;
        this.passes = passes;
    }

    /// About how many times longer a step takes than one pass over its arrays, for the budget.
    int passes() {
        return passes;
    }

    private Path folder() {
        return ALL.resolve(folder);
    }

    /// Why there is nothing to measure, if so.
    Optional<String> missing() {
        Path reason = folder().resolve(REASON);
        try {
            if (Files.exists(reason)) return Optional.of(Files.readString(reason).strip());
        } catch (IOException e) {
            return Optional.of(reason + " cannot be read (" + e + ")");
        }
        return Files.exists(folder().resolve(BUILT))
                ? Optional.empty()
                : Optional.of(folder() + " is not there, build it with mvn package -Ppeers and start from the same folder");
    }

    /// A fork that finds the library and may call it.
    Jvm jvm(ForkCost cost, BiFunction<ForkCost, BenchmarkVariant, List<String>> flags) {
        Jvm own = cost.jvm(flags, SIMD);
        Stream<String> more = Stream.of("--enable-native-access=ALL-UNNAMED", "-XX:ErrorFile=target/peers/crash-%p.log",
                "-Dlanewise.peer=" + folder().toString().replace('\\', '/'));
        return new Jvm(Stream.concat(own.args().stream(), more).toList(), own.heapMegabytes() + cost.nativeMegabytes(), own.seconds());
    }
}
