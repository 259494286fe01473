package lanewise.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A loop in assembly: the last instruction jumps back to the first, and no other one jumps back.
///
/// @param instructions without their addresses
/// @param registers    the kind of register that its arithmetic is done in
public record Loop(List<String> instructions, Registers registers) {

    private static final Pattern INSTRUCTION = Pattern.compile("\\s*(?:0x)?([0-9a-f]+):\\s+([a-z].*?)\\s*(?:(?:;|# ).*|//.*)?");
    private static final Pattern JUMP = Pattern.compile("(?:j[a-z]+|b|b\\.[a-z]+|cbn?z|tbn?z)\\s.*\\b(?:0x)?([0-9a-f]{4,})");
    private static final Pattern DIVIDE = Pattern.compile("(?:v?div[ps]s|fdiv)\\s.*");
    /// Between a register and the stack, where C2 keeps what has no register.
    private static final Pattern STACK = Pattern.compile(".*(?:\\(%[re]sp\\)|\\[[re]?sp\\b).*");
    private static final Pattern VECTOR_REGISTER = Pattern.compile(".*\\b(?:[xyz]mm|[qvzs])\\d+\\b.*");
    private static final Pattern ROOT = Pattern.compile("(?:v?sqrt[ps]s|fsqrt)\\s.*");

    /// Where floats are added, subtracted, multiplied, fused, divided and their roots taken; the widest first. Moves do not count, vector code moves
    /// single floats too.
    public enum Registers {
        /// 512 bits, x86
        ZMM("v", "ps", "\\bzmm\\d"),
        /// 256 bits, x86
        YMM("v", "ps", "\\bymm\\d"),
        /// 128 bits, x86
        XMM("v?", "ps", "\\bxmm\\d"),
        /// Arm's SVE
        Z("f", "", "\\bz\\d+\\.s"),
        /// Arm's NEON
        V("f", "", "\\bv\\d+\\.4s"),
        /// one float at a time
        SCALAR("v?f?", "(?:ss)?", "\\b(?:xmm|s)\\d");

        private final Pattern arithmetic;

        Registers(String prefix, String suffix, String register) {
            String fused = "vfn?m(?:add|sub)\\d{3}" + (suffix.equals("ps") ? "ps" : "ss") + "|fml[as]|fn?m(?:add|sub)";
            arithmetic = Pattern.compile("(?:" + prefix + "(?:add|sub|mul|div|sqrt)" + suffix + "|" + fused + ")\\s.*" + register + ".*");
        }

        private long count(List<String> instructions) {
            return instructions.stream().filter(instruction -> arithmetic.matcher(instruction).matches()).count();
        }
    }

    private record Instruction(long address, String text) {}

    /// The loop with the most arithmetic in the widest registers: C2 puts a short one before and after the one it unrolls.
    public static Optional<Loop> hottest(List<String> assembly) {
        List<List<String>> loops = loops(assembly);
        for (Registers registers : Registers.values()) {
            Optional<List<String>> most = loops.stream().filter(loop -> registers.count(loop) > 0)
                    .max(Comparator.comparingLong(registers::count));
            if (most.isPresent()) return Optional.of(new Loop(most.get(), registers));
        }
        return Optional.empty();
    }

    private static List<List<String>> loops(List<String> assembly) {
        List<Instruction> instructions = assembly.stream().map(INSTRUCTION::matcher).filter(Matcher::matches)
                .map(line -> new Instruction(Long.parseLong(line.group(1), 16), line.group(2))).toList();
        List<List<String>> loops = new ArrayList<>();
        int afterJump = 0; // a loop that begins before it holds another one
        for (int last = 0; last < instructions.size(); last++) {
            Matcher jump = JUMP.matcher(instructions.get(last).text);
            if (!jump.matches()) continue;
            long target = Long.parseLong(jump.group(1), 16);
            if (target > instructions.get(last).address || target < instructions.getFirst().address) continue;
            int first = last;
            while (instructions.get(first).address > target)
                first--;
            if (first >= afterJump) loops.add(instructions.subList(first, last + 1).stream().map(Instruction::text).toList());
            afterJump = last + 1;
        }
        return loops;
    }

    /// Additions, subtractions, multiplications, fused ones, divides and roots of floats.
    public long arithmetic() {
        return registers.count(instructions);
    }

    /// Instructions that move vectors, or single floats, between registers and the stack.
    public List<String> spilledVectors() {
        return instructions.stream().filter(instruction -> STACK.matcher(instruction).matches())
                .filter(instruction -> VECTOR_REGISTER.matcher(instruction).matches()).toList();
    }

    /// Instructions that move other values, such as indexes, between registers and the stack.
    public List<String> otherSpills() {
        return instructions.stream().filter(instruction -> STACK.matcher(instruction).matches())
                .filter(instruction -> !VECTOR_REGISTER.matcher(instruction).matches()).toList();
    }

    /// Instructions that divide.
    public long divides() {
        return instructions.stream().filter(instruction -> DIVIDE.matcher(instruction).matches()).count();
    }

    /// Instructions that take square roots.
    public long roots() {
        return instructions.stream().filter(instruction -> ROOT.matcher(instruction).matches()).count();
    }
}
