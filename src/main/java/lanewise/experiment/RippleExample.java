package lanewise.experiment;

import static lanewise.experiment.Figure.CONVERGENT;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import lanewise.experiment.Picture.Path;
import lanewise.experiment.Picture.Range;
import lanewise.experiment.Reference.Digits;
import lanewise.experiment.Reference.Steps;

/// Four minima and one start: learning rates that get stuck, ones with momentum that do not, and one that never converges. The function, learning rates and
/// figures are the suite's own.
final class RippleExample {

    static final double START = 6;
    static final double LOWEST = -0.567;

    private static final Landscape F = Landscape.RIPPLES;
    private static final int STEPS = 1000;

    /// From here on a run that converges at all has converged.
    private static final int LATE = 500;

    private static final List<Double> MINIMA = List.of(-2.419, LOWEST, 1.645, 5.180);

    /// Of the lowest minimum, to count as there.
    private static final double WITHIN = 0.01;

    private RippleExample() {}

    static Example ripples() {
        List<Figure> figures = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        addStuck(figures, paths, 0.01, "5.18042");
        addStuck(figures, paths, 0.3, "1.64497");
        addStuck(figures, paths, 0.8, "-2.41942");
        addArrival(figures, paths, 0.02, 0.95, 204);
        addArrival(figures, paths, 0.05, 0.9, 97);
        addArrival(figures, paths, 0.1, 0.8, 51);
        Run wild = Run.of(Descent.plain(F, List.of(START), 2, STEPS));
        figures.add(Figure.of("steps until it converges, η 2.0", Source.OWN, new Steps(Track.NEVER), wild, 0,
                track -> new double[]{converged(track)}));
        figures.add(Figure.of("minima around which its last " + LATE + " points lie", Source.OWN, new Steps(4), wild, 0,
                track -> new double[]{visited(track)}));
        paths.add(Picture.path("η 2.0, never converges", F, drawn(wild, 30)));
        return new Example("ripples", "Several minima: f = " + F.formula() + ", from 6, 1000 updates", figures,
                List.of("The lowest minimum lies at −0.567; steps are counted until the run stays within " + WITHIN + " of it.",
                        "With η 2.0 the run goes on from well to well; double and float part ways and are compared by "
                                + "what they do, not by where they are."),
                Picture.curve("Descents of " + F.formula() + " from 6", F, new Range(-7, 7), new Range(-2, 13), 0.8, paths));
    }

    private static void addStuck(List<Figure> figures, List<Path> paths, double rate, String minimum) {
        Run run = Run.of(Descent.plain(F, List.of(START), rate, STEPS));
        figures.add(Figure.of("stuck at, η " + rate, Source.OWN, Digits.of(minimum), run, CONVERGENT, Track::end));
        paths.add(Picture.path("η " + rate + ", stuck", F, drawn(run, 220)));
    }

    private static void addArrival(List<Figure> figures, List<Path> paths, double rate, double momentum, int count) {
        Run run = Run.of(Descent.of(Rule.MOMENTUM, momentum, F, List.of(START), rate, STEPS));
        figures.add(Figure.of("steps to the lowest, η " + rate + ", momentum " + momentum, Source.OWN, new Steps(count), run, 0,
                track -> new double[]{track.converged(WITHIN, LOWEST)}));
        paths.add(Picture.path("η " + rate + ", momentum " + momentum, F, drawn(run, 220)));
    }

    private static double converged(Track track) {
        double step = track.converged(WITHIN, track.end());
        return step > STEPS - LATE ? Track.NEVER : step;
    }

    /// How many minima are the nearest one of a late point.
    private static long visited(Track track) {
        return track.points().stream().skip(STEPS - LATE + 1)
                .map(point -> MINIMA.stream().min(Comparator.comparingDouble(minimum -> Math.abs(point[0] - minimum))).orElseThrow())
                .distinct().count();
    }

    /// The first steps, in which everything happens that can be seen.
    private static Track drawn(Run run, int steps) {
        return new Track(run.inDouble().points().subList(0, steps + 1));
    }
}
