package lanewise.cli;

import static java.lang.String.format;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import lanewise.data.ImageSet;
import lanewise.experiment.Experiment;
import lanewise.experiment.ResultFolder;
import lanewise.experiment.Setting;
import lanewise.run.Environment;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import lanewise.simd.Lanes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "experiment", description = "Repeat a training experiment of the literature: published figures beside those found, with raw values and charts.")
final class ExperimentCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss'Z'", Locale.ROOT);

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", defaultValue = "list", description = "an experiment, all, or list (default: ${DEFAULT-VALUE})")
    private String name;

    @Option(names = "--data", paramLabel = "DIR", description = "folder with the four IDX files of MNIST or Fashion-MNIST (default: where Debian's dataset-fashion-mnist puts them, else a subset in the jar)")
    private Path data;

    @Option(names = "--out", paramLabel = "DIR", description = "where a folder for each experiment is written (default: jmh-results/experiments/TIME_MACHINE_COMMIT)")
    private Path out;

    @Option(names = "--threads", paramLabel = "N", description = "trainings at a time (default: all processors)")
    private Integer threads;

    @Option(names = "--effort", defaultValue = "1", paramLabel = "SHARE", description = "a share of the published number of minibatches, epochs and runs (default: ${DEFAULT-VALUE})")
    private double effort;

    @Override
    public Integer call() throws IOException {
        if (name.equals("list")) {
            for (Experiment experiment : Experiment.all()) System.out.println(format("%-16s %s", experiment.name(), experiment.claim()));
            return ExitCode.FINE;
        }
        try {
            List<Experiment> chosen = name.equals("all") ? Experiment.all() : List.of(Experiment.of(name));
            int used = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
            Setting setting = new Setting(ImageSet.find(Optional.ofNullable(data)), effort, used, System.out::println);
            Environment environment = Environment.detect(Lanes.LANES);
            Path folder = out != null
                    ? out
                    : Path.of("jmh-results", "experiments",
                            ZonedDateTime.now(ZoneOffset.UTC).format(TIMESTAMP) + "_" + environment.machine() + "_"
                                    + environment.commitName());
            for (Experiment experiment : chosen) {
                System.out.println(experiment.name() + ": " + experiment.claim());
                String command = CommandText.of("scripts/lanewise experiment", spec, Map.of(), Set.of("--data", "--out"));
                ResultFolder.run(experiment, setting, folder.resolve(experiment.name()), command, environment.summary())
                        .forEach(System.out::println);
                System.out.println("written into " + folder.resolve(experiment.name()));
            }
            return ExitCode.FINE;
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ExitCode.USAGE, e.getMessage());
        }
    }
}
