package lanewise.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lanewise.experiment.Picture.Path;
import lanewise.experiment.Picture.Range;
import lanewise.experiment.Reference.Steps;

/// Six optimizers from one start: how many steps each takes. The functions, rates and counts are the suite's own.
final class RaceExamples {

    private static final double MOMENTUM = 0.9;

    private RaceExamples() {}

    /// Away from a saddle: from near the origin until |y| > 1.
    static Example saddle() {
        Map<Rule, Integer> counts = counts(177, 46, 43, 322, 31, 6);
        return race("saddle", "Escape from the saddle " + Landscape.SADDLE.formula() + ", from (−0.3, 0.001) until |y| > 1, η 0.02", counts,
                Landscape.SADDLE, List.of(-0.3, 0.001), 0.02, track -> track.firstStep(p -> Math.abs(p[1]) > 1),
                "the slope along y begins at 0.002. RMSprop divides by an average that starts from zero, its first step is one of 10η; Adagrad's "
                        + "steps are at most η, and 1 is fifty of them away.",
                new Range(-0.45, 0.3), new Range(-0.1, 1.1));
    }

    /// Down a valley, from one end until the minimum is 0.05 away.
    static Example valley() {
        Map<Rule, Integer> counts = counts(437, 58, 25, 1674, 953, 24);
        return race("valley", "Down the valley " + Landscape.VALLEY.formula() + ", from (−4, 1) to within 0.05 of the minimum, η 0.1",
                counts,
                Landscape.VALLEY, List.of(-4.0, 1.0), 0.1, track -> track.firstStep(p -> Track.distance(p, new double[2]) < 0.05),
                "the count is of the first arrival; momentum may swing out again.",
                new Range(-4.5, 1.5), new Range(-1.6, 1.6));
    }

    /// Down elongated contours, on which plain descent swings from side to side.
    static Example elongated() {
        Map<Rule, Integer> counts = counts(97, 77, 37, 263, 1425, 5);
        return race("elongated",
                "Down elongated contours " + Landscape.ELONGATED.formula() + ", from (−7, 2) to within 0.05 of the minimum, η 0.5",
                counts, Landscape.ELONGATED, List.of(-7.0, 2.0), 0.5,
                track -> track.firstStep(p -> Track.distance(p, new double[2]) < 0.05),
                "the contours are √20 times as long as wide; the count is of the first arrival.",
                new Range(-8.5, 5), new Range(-3.4, 3.4));
    }

    private static Map<Rule, Integer> counts(int descent, int momentum, int nesterov, int adagrad, int adadelta, int rmsProp) {
        Map<Rule, Integer> counts = new LinkedHashMap<>();
        counts.put(Rule.GRADIENT_DESCENT, descent);
        counts.put(Rule.MOMENTUM, momentum);
        counts.put(Rule.NESTEROV, nesterov);
        counts.put(Rule.ADAGRAD, adagrad);
        counts.put(Rule.ADADELTA, adadelta);
        counts.put(Rule.RMSPROP, rmsProp);
        return counts;
    }

    private static Example race(String name, String title, Map<Rule, Integer> counts, Landscape f, List<Double> start, double rate,
            Function<Track, Double> arrival, String note, Range x, Range y) {
        List<Figure> figures = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        counts.forEach((rule, count) -> {
            double own = rule == Rule.ADADELTA ? 1 : rate;
            Run run = Run.of(Descent.of(rule, MOMENTUM, f, start, own, count + count / 10 + 1)); // a late arrival is counted, too
            figures.add(Figure.of("steps of " + rule.title(), Source.OWN, new Steps(count), run, 0,
                    track -> new double[]{arrival.apply(track)}));
            paths.add(Picture.path(rule.title() + ", " + count + " steps", f, new Track(run.inDouble().points().subList(0, count + 1))));
        });
        return new Example(name, title, figures, List.of(
                "Momentum and Nesterov with μ 0.9, Adadelta with its own learning rate of 1, other constants as PyTorch has them; counts in float are "
                        + "to be the same.",
                Character.toUpperCase(note.charAt(0)) + note.substring(1)), Picture.contours(title, f, x, y, paths), true);
    }
}
