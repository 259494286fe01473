package lanewise.run;

import lanewise.stats.Verdict;

/// What the commands tell their caller.
public final class ExitCode {

    /// All that was asked for was done.
    public static final int FINE = 0;

    /// A check failed: variants that differ, a trajectory out of bounds, a build that is slower than the one it is compared with.
    public static final int FAILED = 1;

    /// Bad usage or input.
    public static final int USAGE = 2;

    /// Nothing, or only part of the plan, was measured.
    public static final int INCOMPLETE = 3;

    /// The machine cannot be measured on as it is.
    public static final int UNFIT = 4;

    /// A comparison could not tell, and was asked to.
    public static final int INCONCLUSIVE = 5;

    private ExitCode() {}

    /// Of a comparison.
    ///
    /// @param strict whether a row that is left undecided is a fault
    public static int of(Verdict verdict, boolean strict) {
        return switch (verdict) {
            case REGRESSED -> FAILED;
            case INCOMPLETE -> INCOMPLETE;
            case UNFIT -> UNFIT;
            case INCONCLUSIVE -> strict ? INCONCLUSIVE : FINE;
            case IMPROVED, SAME -> FINE;
        };
    }
}
