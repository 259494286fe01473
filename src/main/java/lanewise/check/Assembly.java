package lanewise.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Machine code as a JVM prints it, made readable.
public final class Assembly {

    /// A JVM without the disassembler library hsdis prints bytes, in their order in memory.
    private static final Pattern BYTES = Pattern.compile(" +0x([0-9a-f]+): +((?:(?:[0-9a-f]{2}){1,2}[ |]*)+)");

    private static final Map<String, String> OBJDUMPS_NAMES = Map.of("amd64", "i386:x86-64", "x86_64", "i386:x86-64", "aarch64", "aarch64");

    private Assembly() {}

    /// The code itself if it is assembly already, else what GNU objdump makes of its bytes; nothing where that cannot be run.
    public static Optional<List<String>> of(List<String> code) throws IOException {
        List<Matcher> lines = code.stream().map(BYTES::matcher).filter(Matcher::matches).toList();
        if (lines.isEmpty()) return Optional.of(code);
        StringBuilder digits = new StringBuilder();
        lines.forEach(line -> digits.append(line.group(2).replaceAll("[ |]", "")));
        String machine = OBJDUMPS_NAMES.get(System.getProperty("os.arch"));
        return machine == null ? Optional.empty() : objdump(HexFormat.of().parseHex(digits), lines.getFirst().group(1), machine);
    }

    private static Optional<List<String>> objdump(byte[] code, String address, String machine) throws IOException {
        Path file = Files.createTempFile("kernel", ".bin");
        List<String> assembly = new ArrayList<>();
        try {
            Files.write(file, code);
            Process process = new ProcessBuilder("objdump", "-D", "-b", "binary", "-m", machine, "--no-show-raw-insn",
                    "--adjust-vma=0x" + address, file.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (var reader = process.inputReader()) {
                reader.lines().forEach(assembly::add);
            }
            return process.waitFor() == 0 ? Optional.of(assembly) : Optional.empty(); // LLVM's objdump knows no such format
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (IOException _) {
            return Optional.empty(); // not installed
        } finally {
            Files.delete(file);
        }
    }
}
