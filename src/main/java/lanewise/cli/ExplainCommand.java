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
import lanewise.check.Loop;
import lanewise.optim.Catalogue;
import lanewise.run.ExitCode;
import lanewise.run.Program;
import lanewise.run.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "explain", description = "Show what C2 makes of a kernel: inlining, allocation, the loop's assembly; ends with 1 if a call or an allocation is left.")
final class ExplainCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Parameters(index = "0", description = "${COMPLETION-CANDIDATES}")
    private Catalogue optimizer;

    @Parameters(index = "1", description = "${COMPLETION-CANDIDATES}")
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
        String kernel = optimizer.defaults().getClass().getName() + "::" + variant.variant().name().toLowerCase(Locale.ROOT);
        String log = log(kernel);
        System.out.println(kernel + " as " + variant + ", " + size + " parameters, " + said(log, HotKernel.JVM).orElseThrow());
        Compilation compilation = Compilation.last(log, kernel).orElseThrow(
                () -> new RefusedException(ExitCode.INCOMPLETE,
                        "C2 never compiled " + kernel + " in this JVM, there is nothing to explain"));
        boolean inlined = inlining(compilation);
        boolean lean = allocation(log);
        loop(compilation, inlined);
        return inlined && lean ? ExitCode.FINE : ExitCode.FAILED;
    }

    /// What a JVM of its own says while it compiles the kernel. The kernel is kept out of its callers, so that it is compiled by itself, and
    /// with -Xbatch nothing else is said meanwhile.
    private String log(String kernel) {
        Path java = jdk.resolve("bin", "java");
        if (!Files.isExecutable(java)) throw new RefusedException(ExitCode.USAGE, jdk + " is not a JDK: it has no bin/java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-cp", System.getProperty("java.class.path"),
                "--add-modules=jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseParallelGC", "-Xbatch",
                "-XX:+UnlockDiagnosticVMOptions", "-XX:CompileCommand=quiet"));
        for (String option : List.of("PrintCompilation", "PrintInlining", "print", "dontinline")) {
            command.add("-XX:CompileCommand=" + option + "," + kernel);
        }
        command.addAll(variant.jvmArgs());
        Arrays.stream(flags.split("\\s+")).filter(flag -> !flag.isEmpty()).forEach(command::add);
        command.addAll(List.of(HotKernel.class.getName(), optimizer.name(), variant.variant().name(), Integer.toString(size)));
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
    private static boolean allocation(String log) {
        double bytes = Double.parseDouble(said(log, HotKernel.BYTES).orElseThrow());
        double nanoseconds = Double.parseDouble(said(log, HotKernel.NANOSECONDS).orElseThrow());
        boolean lean = bytes < Allocation.UPDATE_BOUND;
        System.out.println();
        System.out.println(format(Locale.ROOT, "allocation: %s (%.1f bytes a call; about %.3f ns a parameter, which is no measurement)",
                lean ? "none" : "FAILED, expected none", bytes, nanoseconds));
        return lean;
    }

    private static void loop(Compilation compilation, boolean inlined) throws IOException {
        System.out.println();
        Optional<List<String>> assembly = Assembly.of(compilation.code());
        if (assembly.isEmpty()) {
            System.out.println("loop: no disassembler, install GNU objdump (package binutils) or the library hsdis in the JDK");
            return;
        }
        Loop.hottest(assembly.get()).ifPresentOrElse(loop -> {
            System.out.println(
                    format(Locale.ROOT, "loop: %d instructions, %d of them arithmetic in %s registers, with %d divides and %d square roots",
                            loop.instructions().size(), loop.arithmetic(), loop.registers(), loop.divides(), loop.roots()));
            if (!inlined) System.out.println("  calls are left, so this may be the scalar loop over what the vectors leave");
            loop.instructions().forEach(instruction -> System.out.println("  " + instruction));
        }, () -> System.out.println("loop: none with arithmetic on floats in the machine code, the work is done in calls"));
    }
}
