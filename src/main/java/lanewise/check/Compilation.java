package lanewise.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How C2 compiled one method, read from the log of a JVM with `-XX:CompileCommand` `PrintCompilation`, `PrintInlining` and `print`.
///
/// @param replacement true if the method was compiled from within a loop, to replace interpreted code that is running (OSR)
/// @param calls       every call that C2 met; those of a callee that it inlined come next, further in
/// @param code        the lines with machine code, or with assembly if the JVM has a disassembler
public record Compilation(boolean replacement, List<Call> calls, List<String> code) {

    private static final Pattern CALL = Pattern.compile("( +)@ -?\\d+ +(\\S+::\\S+) \\((?:\\d+ bytes|not loaded)\\) *(.*)");
    private static final Pattern CODE = Pattern.compile(" +0x[0-9a-f]+:.*");
    private static final Pattern BEHIND_THE_CODE = Pattern.compile("\\[(Exception Handler|Deopt Handler|Stub Code).*");

    /// C2's reasons for leaving a call alone that is never made, or leads to an exception. "Low call site frequency" is none of them: C2 counts
    /// it over all callers, and here the call may be hot.
    private static final Pattern UNCOMMON = Pattern.compile("never executed|call site not reached"
            + "|exception method|don't inline Throwable constructors|unloaded signature classes|not loaded");

    /// An object of a vector class that the code makes.
    private static final Pattern BOX = Pattern.compile(".*\\{metadata\\('(?:\\w+/)*(\\w+Vector)'\\)}.*");

    private static final String FAILED = "failed to inline: ";

    /// A call and what became of it.
    ///
    /// @param indent  blanks before it: the more, the deeper
    /// @param callee  class and method
    /// @param verdict all that C2 said, in its order
    public record Call(int indent, String callee, List<String> verdict) {

        /// True if it stayed a call. What C2 says last counts: it may fail at first and succeed later.
        public boolean failed() {
            return verdict.getLast().startsWith(FAILED.strip());
        }

        /// True if it stayed a call because it is never made, or leads to an exception.
        public boolean isUncommon() {
            return failed() && UNCOMMON.matcher(reason()).matches();
        }

        /// True if C2 has instructions of its own for the callee.
        public boolean isIntrinsic() {
            return !failed() && verdict.getFirst().contains("intrinsic");
        }

        /// What C2 said first.
        public String reason() {
            return verdict.getFirst().replaceFirst("^" + FAILED, "");
        }

        @Override
        public String toString() {
            return callee + "  " + String.join(", ", verdict);
        }
    }

    /// The classes of vectors that the code makes objects of, one for each place where it does. Places that are never reached count as well.
    public List<String> boxes() {
        return code.stream().map(BOX::matcher).filter(Matcher::matches).map(line -> line.group(1)).toList();
    }

    /// The last compilation by C2 of the whole method, or the last one from within a loop if there is no other.
    ///
    /// @param method as the log names it: class, two colons, name
    public static Optional<Compilation> last(String log, String method) {
        Pattern begin = Pattern.compile(" *\\d+ +\\d+ .*" + Pattern.quote(method) + "( @ \\d+)? \\(\\d+ bytes\\)");
        List<Compilation> compilations = new ArrayList<>();
        boolean c2 = false;
        boolean inCode = false;
        for (String line : log.lines().toList()) {
            Matcher start = begin.matcher(line);
            if (start.matches()) {
                if (!c2 && !compilations.isEmpty()) compilations.removeLast(); // by C1
                compilations.add(new Compilation(start.group(1) != null, new ArrayList<>(), new ArrayList<>()));
                c2 = false;
            }
            if (compilations.isEmpty()) continue;
            Compilation current = compilations.getLast();
            Matcher call = CALL.matcher(line);
            if (call.matches()) {
                current.calls.add(new Call(call.group(1).length(), call.group(2), List.of(call.group(3).strip().split(" {2,}"))));
            }
            if (line.startsWith("Compiled method (")) inCode = c2 = line.startsWith("Compiled method (c2)");
            if (BEHIND_THE_CODE.matcher(line).matches()) inCode = false;
            if (inCode && CODE.matcher(line).matches()) current.code.add(line);
        }
        if (!c2 && !compilations.isEmpty()) compilations.removeLast();
        return compilations.stream().filter(compilation -> !compilation.replacement).reduce((_, later) -> later)
                .or(() -> compilations.stream().reduce((_, later) -> later));
    }
}
