package lanewise.experiment;

import static lanewise.experiment.Figure.CONVERGENT;

import java.util.List;
import lanewise.experiment.Picture.Range;
import lanewise.experiment.Reference.Digits;
import lanewise.optim.GradientRate;

/// Two minima, the right one lower: which of them a descent of 100 updates finds, from either side.
final class QuarticExample {

    private static final Landscape F = Landscape.QUARTIC;
    private static final int STEPS = 100;
    private static final double RATE = 0.1;
    private static final String RIGHT = "3.2727653395584366";
    private static final String LEFT = "-3.254993730859254";

    private QuarticExample() {}

    static Example quartic() {
        Run fromRight = run(Rule.GRADIENT_DESCENT, 0, 5);
        Run fromLeft = run(Rule.GRADIENT_DESCENT, 0, -5);
        Run escape = run(Rule.MOMENTUM, 0.9, -5);
        Run ahead = run(Rule.NESTEROV_AHEAD, 0.9, -5);
        Run cumulative = run(new Rate.Controlled(GradientRate.Form.CUMULATIVE, RATE, 0.99));
        List<Figure> figures = List.of(
                figure("x from 5", Source.PRINTED, RIGHT, fromRight),
                figure("x from −5", Source.PRINTED, LEFT, fromLeft),
                figure("momentum 0.1 from 5", Source.PRINTED, "3.272765339558436", run(Rule.MOMENTUM, 0.1, 5)),
                figure("momentum 0.1 from −5", Source.PRINTED, LEFT, run(Rule.MOMENTUM, 0.1, -5)),
                figure("momentum 0.9 from −5", Source.PRINTED, "3.267681061691328", escape),
                figure("Nesterov 0.9 from −5, point ahead", Source.COMPUTED, "-3.2549937310899", ahead),
                figure("the same, the point itself", Source.OWN, "-3.2549937312164", run(Rule.NESTEROV, 0.9, -5)),
                figure("previous gradient 0.9 from −5", Source.OWN, "-3.25499373085925", run(Rule.PREVIOUS_GRADIENT, 0.9, -5)),
                figure("learning rate times 0.99 from 5", Source.COMPUTED, "3.272765339568853", run(new Rate.Shrinking(RATE, 0.99))),
                figure("cumulative control 0.99 from 5", Source.COMPUTED, "4.669981058141692", cumulative),
                figure("memoryless control 0.99 from 5, α₀ 1", Source.COMPUTED, "3.109442",
                        run(new Rate.Controlled(GradientRate.Form.MEMORYLESS, 1, 0.99))),
                figure("memoryless control 0.99 from 5, α₀ 0.1", Source.OWN, RIGHT,
                        run(new Rate.Controlled(GradientRate.Form.MEMORYLESS, RATE, 0.99))));
        return new Example("quartic", "Two minima: f = " + F.formula() + ", 100 updates, α 0.1", figures,
                List.of("Nesterov's figure is the point ahead, x + μv, which the kernel keeps as its parameters; the point itself lies at "
                        + "w + ημb.",
                        "\"Previous gradient\" is printed as x ← x − αf′ + μf′_prev, in which the previous gradient has neither the rate nor the sign of a "
                                + "step down. It is read here as x ← x − α(f′ + μf′_prev), with μ 0.9: it stays on the left, too.",
                        "The learning rate is multiplied by 0.99 before every update, the first one included.",
                        "Memoryless control is α₀/(1 + 0.99·√|g|). The figure follows with α₀ = 1 and jumps between two points for good, because "
                                + "the learning rate near the minimum is too large; with α₀ = 0.1, as everywhere else here, it reaches the minimum."),
                Picture.curve("100 steps down " + F.formula(), F, new Range(-5.3, 5.3), new Range(0, 12), 0.5, List.of(
                        Picture.path("from 5", F, fromRight.inDouble()),
                        Picture.path("from −5", F, fromLeft.inDouble()),
                        Picture.path("from −5, momentum 0.9", F, escape.inDouble()),
                        Picture.path("from 5, cumulative control", F, cumulative.inDouble()))));
    }

    private static Run run(Rule rule, double momentum, double start) {
        return Run.of(Descent.of(rule, momentum, F, List.of(start), RATE, STEPS));
    }

    private static Run run(Rate rate) {
        return Run.of(new Descent(F, List.of(5.0), Rule.GRADIENT_DESCENT, 0, rate, STEPS));
    }

    private static Figure figure(String meaning, Source source, String reference, Run run) {
        return Figure.of(meaning, source, Digits.of(reference), run, CONVERGENT, Track::end);
    }
}
