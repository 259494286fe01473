package lanewise.experiment;

import java.util.List;

/// The list of worked examples, each computed anew.
public final class Examples {

    private Examples() {}

    /// All of them, in the order of a first course: one minimum, several, adaptive rates, races.
    public static List<Example> all() {
        return List.of(QuadraticExamples.parabola(), QuadraticExamples.bowl(), QuadraticExamples.canyon(), WellExamples.plain(),
                WellExamples.momentum(), QuarticExample.quartic(), SequenceExamples.adagrad(), SequenceExamples.averages(),
                RaceExamples.saddle(), RaceExamples.valley(), RaceExamples.elongated(), RippleExample.ripples());
    }
}
