package lanewise.cli;

import static java.lang.String.format;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import lanewise.run.Environment;
import lanewise.run.ExitCode;
import lanewise.run.Finding;
import lanewise.simd.Lanes;
import picocli.CommandLine.Command;

@Command(name = "env", description = "Describe the machine and say whether it can be measured on; ends with 4 if not.")
final class EnvCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Environment environment = Environment.detect(Lanes.LANES);
        System.out.println(environment.summary());
        System.out.println("caches: " + String.join(", ", environment.caches()));
        System.out.println("instruction sets: " + String.join(" ", environment.instructionSets()));
        System.out.println();
        List<Finding> findings = Environment.fitness().findings(environment);
        findings.forEach(finding -> System.out.println(format("%-8s %s", finding.level().name().toLowerCase(Locale.ROOT), finding)));
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.REFUSED) ? ExitCode.UNFIT : ExitCode.FINE;
    }
}
