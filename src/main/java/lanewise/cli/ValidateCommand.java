package lanewise.cli;

import static java.lang.String.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import lanewise.check.Allocation;
import lanewise.check.CrossValidation;
import lanewise.check.Difference;
import lanewise.check.Golden;
import lanewise.check.Subject;
import lanewise.optim.Variant;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import lanewise.simd.Lanes;
import lanewise.suite.ExternalKernels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "validate", description = "Verify the kernels: variants equal to the bit, or within the bounds of golden trajectories.")
final class ValidateCommand implements Callable<Integer> {

    private static final int SHOWN = 3;

    @Option(names = "--golden", arity = "1..*", paramLabel = "FILE", description = "trajectories of a reference, as JSON")
    private List<Path> golden = List.of();

    @Option(names = "--only", paramLabel = "REGEX", description = "of the optimizers and kernels those in whose name this is found")
    private String only = "";

    @Override
    public Integer call() {
        return golden.isEmpty() ? crossValidate() : followGolden();
    }

    private int crossValidate() {
        Predicate<String> wanted = wanted();
        List<Subject> subjects = Stream
                .of(Subject.all(), Subject.composed(), ExternalKernels.find().updates().stream().map(Subject::of).toList())
                .flatMap(List::stream).filter(subject -> wanted.test(subject.name())).toList();
        if (subjects.isEmpty()) {
            throw new RefusedException(ExitCode.USAGE,
                    "--only: no optimizer or kernel has \"" + only + "\" in its name, which is written like ADAM or ADAM weight decay");
        }
        System.out.println(Lanes.LANES + " lanes, " + System.getProperty("java.vm.version") + ", " + System.getProperty("java.vm.info"));
        boolean fine = true;
        for (Subject subject : subjects) fine &= holds(subject);
        if (!Allocation.isMeaningful()) System.out.println("allocation not checked: C2 does not run");
        return fine ? ExitCode.FINE : ExitCode.FAILED;
    }

    private Predicate<String> wanted() {
        try {
            return Pattern.compile(only).asPredicate();
        } catch (PatternSyntaxException e) {
            throw new RefusedException(ExitCode.USAGE, "--only: \"" + only + "\" is not a regular expression: " + e.getDescription());
        }
    }

    private static boolean holds(Subject subject) {
        boolean checksAllocation = subject.ownKernels() && Allocation.isMeaningful();
        CrossValidation.Result result;
        List<String> complaints = new ArrayList<>();
        try {
            result = CrossValidation.run(subject);
            for (Variant variant : Variant.values()) {
                List<Difference> own = result.differences().stream().filter(d -> d.variant() == variant).toList();
                own.stream().limit(SHOWN).forEach(difference -> complaints.add(difference.toString()));
                if (own.size() > SHOWN)
                    complaints.add(format(Locale.ROOT, "%s %s: %d more differences", subject.name(), variant, own.size() - SHOWN));
            }
            if (checksAllocation) complaints.addAll(allocations(subject));
        } catch (RuntimeException e) { // of an external kernel
            System.out.println(format(Locale.ROOT, "%-44s %-16s FAILED", subject.name(), ""));
            System.out.println("  throws " + e);
            return false;
        }
        String verdict = complaints.isEmpty()
                ? "equal in " + result.compared() + " comparisons" + (checksAllocation ? ", nothing allocated" : "")
                : "FAILED";
        System.out.println(format(Locale.ROOT, "%-44s %s %s", subject.name(), result.hash(), verdict));
        complaints.forEach(complaint -> System.out.println("  " + complaint));
        return complaints.isEmpty();
    }

    private static List<String> allocations(Subject subject) {
        List<String> complaints = new ArrayList<>();
        for (Variant variant : Variant.values()) {
            double bytes = Allocation.ofUpdate(subject, variant);
            if (bytes >= Allocation.UPDATE_BOUND) {
                complaints.add(format(Locale.ROOT, "%s %s allocates %.1f bytes a call, expected none", subject.name(), variant, bytes));
            }
            for (int size : new int[]{16, 100_000}) {
                double step = Allocation.ofStep(subject, variant, size);
                if (step > Allocation.STEP_BOUND) {
                    complaints.add(
                            format(Locale.ROOT, "%s %s allocates %.1f bytes a step of %d parameters, expected at most %.0f", subject.name(),
                                    variant, step, size, Allocation.STEP_BOUND));
                }
            }
        }
        return complaints;
    }

    private int followGolden() {
        boolean fine = true;
        for (Path file : golden) {
            List<Golden.Deviation> deviations;
            try {
                deviations = Golden.check(file);
            } catch (IllegalArgumentException e) {
                throw new RefusedException(ExitCode.USAGE, e.getMessage());
            }
            for (Golden.Deviation deviation : deviations) {
                System.out.println(format(Locale.ROOT, "%-32s %-8s deviates by %.2f of %.0f units a step, at step %d, w[%d]%s",
                        file.getFileName(),
                        deviation.variant(), deviation.units(), Golden.BOUND, deviation.step(), deviation.index(),
                        deviation.isWithinBound() ? "" : " FAILED"));
                fine &= deviation.isWithinBound();
            }
        }
        return fine ? ExitCode.FINE : ExitCode.FAILED;
    }
}
