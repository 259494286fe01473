package lanewise.experiment;

import java.util.List;
import java.util.stream.Collectors;

/// A training experiment whose results are known from the literature.
public interface Experiment {

    /// The name on a command line.
    String name();

    /// What was claimed, in one line.
    String claim();

    /// Runs it.
    Result run(Setting setting);

    /// All of them.
    static List<Experiment> all() {
        return List.of(new MomentumExperiment(), new InitializationExperiment(), new OptimizersExperiment(), new DropoutExperiment(),
                new FourOptimizersExperiment(), new BatchSizeExperiment(), new SpiralExperiment(), new SchedulesExperiment(),
                new SymmetryExperiment());
    }

    /// The experiment of a name.
    ///
    /// @throws IllegalArgumentException if there is none of that name
    static Experiment of(String name) {
        return all().stream().filter(experiment -> experiment.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("experiment \"" + name + "\" is not one of "
                        + all().stream().map(Experiment::name).collect(Collectors.joining(", "))));
    }
}
