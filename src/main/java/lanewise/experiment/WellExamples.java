package lanewise.experiment;

import static lanewise.experiment.Figure.CONVERGENT;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lanewise.experiment.Picture.Path;
import lanewise.experiment.Picture.Range;
import lanewise.experiment.Reference.Digits;
import lanewise.experiment.Reference.Place;

/// Two inverted Gaussians: a deep well at about (−1, 1) and one half as deep at about (1, −1).
final class WellExamples {

    private static final Landscape F = Landscape.TWO_WELLS;
    private static final Range SIDE = new Range(-2.2, 2.2);

    /// The wells' bottoms lie up to 0.1 from the centres of the Gaussians, and 20 updates do not quite reach them.
    private static final double WITHIN = 0.2;

    private static final List<Double> DEEP = List.of(-1.0, 1.0);
    private static final List<Double> SHALLOW = List.of(1.0, -1.0);
    private static final List<Double> FAR = List.of(1.5, 1.5);
    private static final List<Double> BETWEEN = List.of(0.7, -0.2);

    private WellExamples() {}

    static Example plain() {
        List<Figure> figures = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        add(figures, paths, List.of(-1.5, 1.2), 9, DEEP);
        add(figures, paths, List.of(1.5, -1.8), 9, SHALLOW);
        add(figures, paths, List.of(0.0, 0.0), 20, DEEP);
        add(figures, paths, BETWEEN, 20, SHALLOW);
        add(figures, paths, FAR, 30, DEEP);
        return new Example("wells", "Two wells: f = " + F.formula() + ", η 0.4", figures,
                List.of("\"Near\" is within " + WITHIN + " of the centre of a Gaussian; float and double are compared as points."),
                Picture.contours("Plain descents into two wells, η 0.4", F, SIDE, SIDE, paths));
    }

    private static void add(List<Figure> figures, List<Path> paths, List<Double> start, int steps, List<Double> well) {
        Run run = Run.of(Descent.plain(F, start, 0.4, steps));
        String from = String.format(Locale.ROOT, "from (%s, %s)", start.get(0), start.get(1)).replace('-', '−');
        figures.add(
                Figure.of("after " + steps + " updates " + from, Source.COMPUTED, new Place(well, WITHIN), run, CONVERGENT, Track::end));
        paths.add(Picture.path(from + ", " + steps + " steps", F, run.inDouble()));
    }

    static Example momentum() {
        List<Figure> figures = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        add(figures, paths, Rule.MOMENTUM, FAR, 0.02, 90, Source.PRINTED, "-0.9496", "0.9809");
        add(figures, paths, Rule.MOMENTUM, BETWEEN, 0.1, 25, Source.PRINTED, "0.8807", "-0.9063");
        add(figures, paths, Rule.NESTEROV_BY_AXIS, FAR, 0.02, 90, Source.PRINTED, "-0.9718", "0.9813");
        add(figures, paths, Rule.NESTEROV_BY_AXIS, BETWEEN, 0.1, 25, Source.PRINTED, "0.9128", "-0.9181");
        add(figures, paths, Rule.NESTEROV, FAR, 0.02, 90, Source.COMPUTED, "-0.9717", "0.9804");
        add(figures, paths, Rule.NESTEROV, BETWEEN, 0.1, 25, Source.COMPUTED, "0.8990", "-0.8983");
        return new Example("wells-momentum",
                "Two wells with momentum 0.9: 90 updates of η 0.02 from (1.5, 1.5), 25 of 0.1 from (0.7, −0.2)",
                figures,
                List.of("Nesterov as printed comes of a listing that looks ahead along one axis at a time: the derivative by x at (x + μvₓ, y), "
                        + "that by y at (x, y + μv_y).",
                        "Nesterov as its equation is written looks ahead along both. The kernel keeps the point ahead, w; the figure is the point "
                                + "itself, w + ημb."),
                Picture.contours("Momentum 0.9 into two wells", F, SIDE, SIDE, paths));
    }

    private static void add(List<Figure> figures, List<Path> paths, Rule rule, List<Double> start, double rate, int steps, Source source,
            String x, String y) {
        Run run = Run.of(Descent.of(rule, 0.9, F, start, rate, steps));
        String from = String.format(Locale.ROOT, "from (%s, %s)", start.get(0), start.get(1)).replace('-', '−');
        figures.add(Figure.of(rule.title() + ", " + from, source, Digits.of(x, y), run, CONVERGENT, Track::end));
        paths.add(Picture.path(rule.title() + ", " + from, F, run.inDouble()));
    }
}
