package lanewise.cli;

import static java.lang.String.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lanewise.check.Allocation;
import lanewise.check.CrossValidation;
import lanewise.check.Difference;
import lanewise.check.Golden;
import lanewise.check.Subject;
import lanewise.optim.Variant;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import lanewise.simd.Lanes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "validate", description = "Prove the kernels: variants equal to the bit, or within the bounds of golden trajectories.")
final class ValidateCommand implements Callable<Integer> {

    private static final int SHOWN = 3;

    @Option(names = "--golden", arity = "1..*", paramLabel = "FILE", description = "trajectories of a reference, as JSON")
    private List<Path> golden = List.of();

    @Override
    public Integer call() {
        return golden.isEmpty() ? crossValidate() : followGolden();
    }

    private static int crossValidate() {
        System.out.println(Lanes.LANES + " lanes, " + System.getProperty("java.vm.version") + ", " + System.getProperty("java.vm.info"));
        boolean fine = true;
        for (Subject subject : Subject.all()) {
            CrossValidation.Result result = CrossValidation.run(subject);
            List<String> complaints = new ArrayList<>();
            for (Variant variant : Variant.values()) {
                List<Difference> own = result.differences().stream().filter(d -> d.variant() == variant).toList();
                own.stream().limit(SHOWN).forEach(difference -> complaints.add(difference.toString()));
                if (own.size() > SHOWN) complaints.add(format("%s %s: %d more differences", subject.name(), variant, own.size() - SHOWN));
            }
            if (Allocation.isMeaningful()) complaints.addAll(allocations(subject));
            System.out.println(format("%-36s %s %s", subject.name(), result.hash(), verdict(result, complaints)));
            complaints.forEach(complaint -> System.out.println("  " + complaint));
            fine &= complaints.isEmpty();
        }
        if (!Allocation.isMeaningful()) System.out.println("allocation not checked: C2 does not run");
        return fine ? ExitCode.FINE : ExitCode.FAILED;
    }

    private static String verdict(CrossValidation.Result result, List<String> complaints) {
        if (!complaints.isEmpty()) return "FAILED";
        return "equal in " + result.compared() + " comparisons" + (Allocation.isMeaningful() ? ", nothing allocated" : "");
    }

    private static List<String> allocations(Subject subject) {
        List<String> complaints = new ArrayList<>();
        for (Variant variant : Variant.values()) {
            double bytes = Allocation.ofUpdate(subject, variant);
            if (bytes >= Allocation.UPDATE_BOUND) {
                complaints.add(format("%s %s allocates %.1f bytes a call, expected none", subject.name(), variant, bytes));
            }
            for (int size : new int[]{16, 100_000}) {
                double step = Allocation.ofStep(subject, variant, size);
                if (step > Allocation.STEP_BOUND) {
                    complaints.add(format("%s %s allocates %.1f bytes a step of %d parameters, expected at most %.0f", subject.name(),
                            variant, step, size, Allocation.STEP_BOUND));
                }
            }
        }
        return complaints;
    }

    private int followGolden() {
        boolean fine = true;
        for (Path file : golden) {
            List<Golden.Stray> strays;
            try {
                strays = Golden.check(file);
            } catch (IllegalArgumentException e) {
                throw new RefusedException(ExitCode.USAGE, e.getMessage());
            }
            for (Golden.Stray stray : strays) {
                System.out.println(format("%-32s %-8s strays %.2f of %.0f units a step, at step %d, w[%d]%s", file.getFileName(),
                        stray.variant(), stray.units(), Golden.BOUND, stray.step(), stray.index(), stray.isWithinBound() ? "" : " FAILED"));
                fine &= stray.isWithinBound();
            }
        }
        return fine ? ExitCode.FINE : ExitCode.FAILED;
    }
}
