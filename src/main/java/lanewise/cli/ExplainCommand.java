package lanewise.cli;

import static java.lang.String.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import lanewise.bench.BenchmarkVariant;
import lanewise.check.Allocation;
import lanewise.check.Assembly;
import lanewise.check.Compilation;
import lanewise.check.Compilation.Call;
import lanewise.check.HotKernel;
import lanewise.check.InnerLoop;
import lanewise.check.Loop;
import lanewise.optim.Catalogue;
import lanewise.run.ExitCode;
import lanewise.run.Program;
import lanewise.run.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "explain", description = "Show what C2 makes of a kernel: inlining, allocation, the loop's assembly; ends with 1 if a call, an allocation or a spilled vector is left.")
final class ExplainCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Parameters(index = "0", paramLabel = "KERNEL", description = "an optimizer such as ADAM, or an inner loop such as SgemmTiles.eightByTwo")
    private String name;

    @Parameters(index = "1", arity = "0..1", description = "of an optimizer: ${COMPLETION-CANDIDATES}")
    private BenchmarkVariant variant;

    @Option(names = "--size", defaultValue = "1024", paramLabel = "N", description = "parameters of a call; what SIMD leaves over is compiled only if there is something (default: ${DEFAULT-VALUE})")
    private int size;

    @Option(names = "--jdk", paramLabel = "HOME", description = "whose C2 (default: the JDK that runs this)")
    private Path jdk = Path.of(System.getProperty("java.home"));

    @Option(names = "--flags", defaultValue = "", paramLabel = "FLAGS", description = "more flags for the JVM, in one argument")
    private String flags;

    @Option(names = "--all", description = "print all that C2 inlined, not only what the kernel itself calls")
    private boolean all;

    @Override
    public Integer call() throws IOException {
        if (size < 1) throw new RefusedException(ExitCode.USAGE, "--size must be at least 1, was " + size);
        Kernel kernel = kernel();
        String log = log(kernel);
        System.out.println(kernel.title + ", " + said(log, HotKernel.JVM).orElseThrow());
        Compilation compilation = Compilation.last(log, kernel.logged).orElseThrow(
                () -> new RefusedException(ExitCode.INCOMPLETE,
                        "C2 never compiled " + kernel.logged + " in this JVM, there is nothing to explain"));
        boolean inlined = inlining(compilation);
        boolean lean = allocation(log, compilation, kernel.unit);
        boolean inRegisters = loop(compilation, inlined);
        return inlined && lean && inRegisters ? ExitCode.FINE : ExitCode.FAILED;
    }

    /// @param title   what is explained
    /// @param logged  the method in the log of compilations
    /// @param command the method in CompileCommands
    /// @param unit    of its work
    /// @param jvmArgs that it needs
    /// @param args    of [HotKernel]
    private record Kernel(String title, String logged, String command, String unit, List<String> jvmArgs, List<String> args) {}

    private Kernel kernel() {
        Optional<InnerLoop> loop = InnerLoop.named(name);
        if (loop.isPresent()) {
            String tile = "-Dlanewise.tile=" + loop.get().tile();
            return new Kernel(loop.get().logged() + " with " + tile, loop.get().logged(), loop.get().compileCommand(), "multiply-add",
                    List.of(tile), List.of(loop.get().name()));
        }
        Catalogue optimizer = Arrays.stream(Catalogue.values()).filter(entry -> entry.name().equals(name)).findFirst()
                .orElseThrow(
                        () -> new RefusedException(ExitCode.USAGE, "'" + name + "' is neither an optimizer, such as ADAM, nor one of the "
                                + "inner loops " + InnerLoop.names()));
        if (variant == null) {
            throw new RefusedException(ExitCode.USAGE,
                    "an optimizer needs a variant, one of " + Arrays.toString(BenchmarkVariant.values()));
        }
        String method = optimizer.defaults().getClass().getName() + "::" + variant.variant().name().toLowerCase(Locale.ROOT);
        return new Kernel(method + " as " + variant + ", " + size + " parameters", method, method, "parameter", variant.jvmArgs(),
                List.of(optimizer.name(), variant.variant().name(), Integer.toString(size)));
    }

    /// What a JVM of its own says while it compiles the kernel. The kernel is kept out of its callers, so that it is compiled by itself, and
    /// with -Xbatch nothing else is said meanwhile.
    private String log(Kernel kernel) {
        Path java = jdk.resolve("bin", "java");
        if (!Files.isExecutable(java)) throw new RefusedException(ExitCode.USAGE, jdk + " is not a JDK: it has no bin/java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-cp", System.getProperty("java.class.path"),
                "--add-modules=jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseParallelGC", "-Xbatch",
                "-XX:+UnlockDiagnosticVMOptions", "-XX:CompileCommand=quiet"));
        for (String option : List.of("PrintCompilation", "PrintInlining", "print", "dontinline")) {
            command.add("-XX:CompileCommand=" + option + "," + kernel.command);
        }
        command.addAll(kernel.jvmArgs);
        Arrays.stream(flags.split("\\s+")).filter(flag -> !flag.isEmpty()).forEach(command::add);
        command.add(HotKernel.class.getName());
        command.addAll(kernel.args);
        try {
            Program said = Program.run(PATIENCE, command);
            if (said.exitCode() != 0 || said(said.output(), HotKernel.JVM).isEmpty()) {
                throw new RefusedException(ExitCode.USAGE, java + " does not run the kernel: " + said.cause());
            }
            return said.output();
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, java + " does not run the kernel: " + e.getMessage());
        }
    }

    private static Optional<String> said(String log, String mark) {
        return log.lines().filter(line -> line.startsWith(mark)).map(line -> line.substring(mark.length())).findFirst();
    }

    /// True if no call is left that is made.
    private boolean inlining(Compilation compilation) {
        List<Call> calls = compilation.calls();
        int own = calls.stream().mapToInt(Call::indent).min().orElse(0);
        System.out.println();
        System.out.println(format(Locale.ROOT, "inlining%s: %d calls met, %d inlined, %d of them intrinsics",
                compilation.replacement() ? " (of the loop alone, C2 never compiled the whole method)" : "", calls.size(),
                calls.stream().filter(call -> !call.failed()).count(), calls.stream().filter(Call::isIntrinsic).count()));
        calls.stream().filter(call -> all || call.indent() == own || call.failed())
                .forEach(call -> System.out.println(" ".repeat(2 + call.indent() - own) + call));
        System.out.println();
        List<String> left = reasons(calls, call -> call.failed() && !call.isUncommon());
        List<String> uncommon = reasons(calls, Call::isUncommon);
        System.out.println("not inlined:" + (left.isEmpty() ? " nothing that is called" : ""));
        left.forEach(reason -> System.out.println("  " + reason));
        if (!uncommon.isEmpty()) System.out.println("left alone because it is never called:");
        uncommon.forEach(reason -> System.out.println("  " + reason));
        return left.isEmpty();
    }

    private static List<String> reasons(List<Call> calls, Predicate<Call> which) {
        return calls.stream().filter(which)
                .collect(Collectors.groupingBy(call -> call.callee() + ": " + call.reason(), TreeMap::new, Collectors.counting()))
                .entrySet().stream().map(entry -> entry.getValue() + " x " + entry.getKey()).toList();
    }

    /// True if a call allocates nothing.
    private static boolean allocation(String log, Compilation compilation, String unit) {
        double bytes = Double.parseDouble(said(log, HotKernel.BYTES).orElseThrow());
        double nanoseconds = Double.parseDouble(said(log, HotKernel.NANOSECONDS).orElseThrow());
        boolean lean = bytes < Allocation.UPDATE_BOUND;
        System.out.println();
        System.out.println(format(Locale.ROOT, "allocation: %s (%.1f bytes a call; about %.3f ns a %s, which is no measurement)",
                lean ? "none" : "FAILED, expected none", bytes, nanoseconds, unit));
        compilation.boxes().stream().collect(Collectors.groupingBy(box -> box, TreeMap::new, Collectors.counting()))
                .forEach((box, places) -> System.out.println("  vectors on the heap: " + box + ", made in " + places + " places of the code"
                        + (lean ? " that are not reached" : "")));
        return lean;
    }

    /// True unless vectors are spilled in the loop.
    private static boolean loop(Compilation compilation, boolean inlined) throws IOException {
        System.out.println();
        Optional<List<String>> assembly = Assembly.of(compilation.code());
        if (assembly.isEmpty()) {
            System.out.println("loop: no disassembler, install GNU objdump (package binutils) or the library hsdis in the JDK");
            return true;
        }
        Optional<Loop> hottest = Loop.hottest(assembly.get());
        hottest.ifPresentOrElse(loop -> {
            System.out.println(
                    format(Locale.ROOT, "loop: %d instructions, %d of them arithmetic in %s registers, with %d divides and %d square roots",
                            loop.instructions().size(), loop.arithmetic(), loop.registers(), loop.divides(), loop.roots()));
            if (!inlined) System.out.println("  calls are left, so this may be the scalar loop over what the vectors leave");
            spills("vectors", loop.spilledVectors());
            spills("other values", loop.otherSpills());
            System.out.println("  all of it:");
            loop.instructions().forEach(instruction -> System.out.println("  " + instruction));
        }, () -> System.out.println("loop: none with arithmetic on floats in the machine code, the work is done in calls"));
        return hottest.stream().allMatch(loop -> loop.spilledVectors().isEmpty());
    }

    private static void spills(String what, List<String> instructions) {
        System.out.println("  " + what + " spilled to the stack: " + (instructions.isEmpty() ? "none" : instructions.size() + " moves"));
        instructions.forEach(instruction -> System.out.println("    " + instruction));
    }
}
