package lanewise.experiment;

import static lanewise.experiment.Figure.CONVERGENT;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lanewise.experiment.Picture.Path;
import lanewise.experiment.Picture.Range;
import lanewise.experiment.Reference.Digits;

/// Quadratics: every descent below the critical learning rate converges, and each coordinate of plain descent has a closed form,
/// `x* + (x₀ − x*)(1 − ηc)ᵗ` with c the second derivative.
final class QuadraticExamples {

    private static final int STEPS = 12;

    private QuadraticExamples() {}

    static Example parabola() {
        Landscape f = Landscape.PARABOLA;
        Run steady = Run.of(Descent.plain(f, List.of(-0.9), 0.03, 15));
        Run swinging = Run.of(Descent.plain(f, List.of(0.75), 0.15, 15));
        Run heavy = Run.of(Descent.of(Rule.MOMENTUM, 0.8, f, List.of(0.75), 0.09, 50));
        List<Figure> figures = List.of(
                Figure.of("x after 14 updates from −0.9, η 0.03", Source.COMPUTED, Digits.of("0.9963249"), steady, CONVERGENT,
                        track -> track.at(14)),
                Figure.of("x after 15 updates", Source.COMPUTED, Digits.of("0.9976479"), steady, CONVERGENT, Track::end),
                Figure.of("x \"after 14 steps\", which are 15 updates", Source.PRINTED, Digits.of("0.997648"), steady, CONVERGENT,
                        Track::end),
                Figure.of("x after 15 updates from 0.75, η 0.15", Source.COMPUTED, Digits.of("1.008796"), swinging, CONVERGENT,
                        Track::end),
                Figure.of("x after 10 updates from 0.75, η 0.09, momentum 0.8", Source.COMPUTED, Digits.of("0.918730"), heavy, CONVERGENT,
                        track -> track.at(10)),
                Figure.of("x after 50 updates", Source.COMPUTED, Digits.of("1.000215"), heavy, CONVERGENT, Track::end));
        return new Example("parabola", "One minimum: f = " + f.formula(), figures,
                List.of("The printed 0.997648 is said to be \"after 14 steps\": it takes 15 updates, 14 leave 0.9963249.",
                        "With η 0.15 every update crosses the minimum: the distance is multiplied by −0.8."),
                Picture.curve("Descents of " + f.formula(), f, new Range(-1.1, 1.9), new Range(-4, 22), 1,
                        List.of(Picture.path("from −0.9, η 0.03", f, steady.inDouble()),
                                Picture.path("from 0.75, η 0.15", f, swinging.inDouble()),
                                Picture.path("from 0.75, η 0.09, momentum 0.8", f, heavy.inDouble()))));
    }

    static Example bowl() {
        Landscape f = Landscape.BOWL;
        List<Figure> figures = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        addBowl(figures, paths, List.of(-0.5, 2.9), "0.9443001", "0.7877997");
        addBowl(figures, paths, List.of(1.5, -0.8), "1.0185666", "0.7703269");
        addBowl(figures, paths, List.of(2.7, 2.3), "1.0631265", "0.7849663");
        figures.add(Figure.of("where 200 updates lead", Source.COMPUTED, Digits.of("1.0000000", "0.7777778"),
                Run.of(Descent.plain(f, List.of(-0.5, 2.9), 0.02, 200)), CONVERGENT, Track::end));
        return new Example("bowl", "A bowl: f = " + f.formula() + ", η 0.02", figures,
                List.of("The points after 12 updates have a closed form: x = 1 + (x₀ − 1)·0.76¹², y = 7/9 + (y₀ − 7/9)·0.64¹²."),
                Picture.contours(STEPS + " steps down " + f.formula(), f, new Range(-1, 3), new Range(-1.2, 3.2), paths));
    }

    private static void addBowl(List<Figure> figures, List<Path> paths, List<Double> start, String x, String y) {
        add(figures, paths, Landscape.BOWL, start, 0.02, x, y);
    }

    static Example canyon() {
        Landscape f = Landscape.CANYON;
        List<Figure> figures = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        add(figures, paths, f, List.of(-0.5, 2.3), 0.02, "0.9443001", "0.3791903");
        add(figures, paths, f, List.of(2.3, 2.3), 0.01, "1.2803725", "0.3750000");
        return new Example("canyon", "A canyon: f = " + f.formula(), figures,
                List.of("With η 0.02 the run crosses the canyon at every update (y's distance times −0.6); with 0.01 it does not, and is late "
                        + "along it."),
                Picture.contours(STEPS + " steps down " + f.formula(), f, new Range(-1, 3), new Range(-1.2, 3.2), paths));
    }

    private static void add(List<Figure> figures, List<Path> paths, Landscape f, List<Double> start, double rate, String x, String y) {
        Run run = Run.of(Descent.plain(f, start, rate, STEPS));
        String from = String.format(Locale.ROOT, "from (%s, %s), η %s", start.get(0), start.get(1), rate).replace('-', '−');
        figures.add(Figure.of("after 12 updates " + from, Source.OWN, Digits.of(x, y), run, CONVERGENT, Track::end));
        paths.add(Picture.path(from, f, run.inDouble()));
    }
}
