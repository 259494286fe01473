package lanewise.optim;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The optimizers of this suite with what is declared about each: defaults, state, cost per parameter.
///
/// Bytes and operations are counted from the formula, not measured: they are what an update must move and compute, whoever writes it.
public enum Catalogue {

    /// [Sgd]
    SGD(Sgd.DEFAULT, 1e-3, List.of(), 0, 0, "w ← w − ηg", "Goodfellow, Bengio, Courville 2016, Algorithm 8.1",
            Known.FROM_TEXTBOOKS, Sgd.conventions(), Sgd::of),

    /// [Momentum]
    MOMENTUM(Momentum.DEFAULT, 1e-3, List.of("b"), 0, 0, "b ← μb + g; w ← w − ηb", "Polyak 1964; Sutskever et al. 2013, equations 1, 2",
            Known.FROM_TEXTBOOKS, Momentum.conventions(), Momentum::of),

    /// [Nesterov]
    NESTEROV(Nesterov.DEFAULT, 1e-3, List.of("b"), 0, 0, "b ← μb + g; w ← w − η(g + μb)", "Sutskever et al. 2013, equations 3, 4",
            Known.FROM_TEXTBOOKS, Nesterov.conventions(), Nesterov::of),

    /// [Adagrad]
    ADAGRAD(Adagrad.DEFAULT, 1e-2, List.of("s"), 1, 1, "s ← s + g²; w ← w − ηg/(√s + ε)", "Duchi, Hazan, Singer 2011, Algorithm 1",
            Known.FROM_TEXTBOOKS, Adagrad.conventions(), Adagrad::of),

    /// [Adadelta]
    ADADELTA(Adadelta.DEFAULT, 1, List.of("v", "u"), 1, 2,
            "v ← ρv + (1 − ρ)g²; d = √(u + ε)/√(v + ε)·g; u ← ρu + (1 − ρ)d²; w ← w − ηd", "Zeiler 2012, Algorithm 1",
            Known.FROM_TEXTBOOKS, Adadelta.conventions(), Adadelta::of),

    /// [RmsProp]
    RMSPROP(RmsProp.DEFAULT, 1e-2, List.of("v"), 1, 1, "v ← ρv + (1 − ρ)g²; w ← w − ηg/(√v + ε)", "Tieleman, Hinton 2012, lecture 6.5",
            Known.FROM_TEXTBOOKS, RmsProp.conventions(), RmsProp::of),

    /// [Adam]
    ADAM(Adam.DEFAULT, 1e-3, List.of("m", "v"), 1, 1,
            "m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; w ← w − α̂m/(√(v·ĉ) + ε)", "Kingma, Ba 2015, Algorithm 1",
            Known.FROM_TEXTBOOKS, Adam.conventions(), Adam::of),

    /// [AdamW]
    ADAMW(AdamW.DEFAULT, 1e-3, List.of("m", "v"), 1, 1,
            "m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; w ← (1 − ηλ)w − α̂m/(√(v·ĉ) + ε)", "Loshchilov, Hutter 2019, Algorithm 2",
            Known.FROM_PAPERS, AdamW.conventions(), AdamW::of),

    /// [AmsGrad]
    AMSGRAD(AmsGrad.DEFAULT, 1e-3, List.of("m", "v", "x"), 1, 1,
            "m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; x ← max(x, v); w ← w − α̂m/(√(x·ĉ) + ε)",
            "Reddi, Kale, Kumar 2018, Algorithm 2",
            Known.FROM_PAPERS, AmsGrad.conventions(), AmsGrad::of),

    /// [AdaMax]
    ADAMAX(AdaMax.DEFAULT, 2e-3, List.of("m", "u"), 1, 0, "m ← β₁m + (1 − β₁)g; u ← max(β₂u, |g| + ε); w ← w − α̂m/u",
            "Kingma, Ba 2015, Algorithm 2",
            Known.FROM_PAPERS, AdaMax.conventions(), AdaMax::of),

    /// [Nadam]
    NADAM(Nadam.DEFAULT, 2e-3, List.of("m", "v"), 1, 1,
            "m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; w ← w − (η_g·g + η_m·m)/(√(v·ĉ) + ε)", "Dozat 2016, Algorithm 2",
            Known.FROM_PAPERS, Nadam.conventions(), Nadam::of),

    /// [RAdam]
    RADAM(RAdam.DEFAULT, 1e-3, List.of("m", "v"), 1, 1,
            "m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; w ← w − α̂r√(1 − β₂ᵗ)·m/(√v + ε)", "Liu et al. 2020, Algorithm 2",
            Known.FROM_PAPERS, RAdam.conventions(), RAdam::of),

    /// [AdaBound]
    ADABOUND(AdaBound.DEFAULT, 1e-3, List.of("m", "v"), 1, 1,
            "m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; w ← w − clamp(α̂/(√v + ε), low, high)·m", "Luo et al. 2019, Algorithm 2",
            Known.FROM_PAPERS, AdaBound.conventions(), AdaBound::of),

    /// [Asgd]
    ASGD(Asgd.DEFAULT, 1e-2, List.of("a"), 0, 0, "w ← (1 − λη)w − ηg; a ← (1 − μ)a + μw", "Polyak, Juditsky 1992; Xu 2011",
            Known.FROM_PAPERS, Asgd.conventions(), Asgd::of),

    /// [Rprop]
    RPROP(Rprop.DEFAULT, 1e-2, List.of("p", "h"), 0, 0, "h ← clamp(h·η^±); g ← 0 where g·p < 0; w ← w − h·sign(g); p ← g",
            "Riedmiller, Braun 1993",
            Known.FROM_PAPERS, Rprop.conventions(), Rprop::of),

    /// [Lion]
    LION(Lion.DEFAULT, 1e-3, List.of("m"), 0, 0, "w ← (1 − ηλ)w − η·sign(β₁m + (1 − β₁)g); m ← β₂m + (1 − β₂)g",
            "Chen et al. 2023, Algorithm 2",
            Known.FROM_PAPERS, Lion.conventions(), Lion::of),

    /// [NesterovLookAhead]
    NESTEROV_LOOK_AHEAD(NesterovLookAhead.DEFAULT, 1e-3, List.of("v"), 0, 0, "v ← μv − ηg; w ← w − μv_old + (1 + μ)v",
            "Sutskever et al. 2013; Bengio et al. 2013, section 3.5",
            Known.FROM_PAPERS, NesterovLookAhead.conventions()),

    /// [RmsPropMomentum]
    RMSPROP_MOMENTUM(RmsPropMomentum.DEFAULT, 1e-2, List.of("v", "b"), 1, 1,
            "v ← ρv + (1 − ρ)g²; b ← μb + g/(√v + ε); w ← w − ηb", "Graves 2013, equations 40, 41",
            Known.FROM_PAPERS, RmsPropMomentum.conventions()),

    /// [RmsPropCentered]
    RMSPROP_CENTERED(RmsPropCentered.DEFAULT, 1e-2, List.of("v", "a"), 1, 1,
            "v ← ρv + (1 − ρ)g²; a ← ρa + (1 − ρ)g; w ← w − ηg/(√(v − a²) + ε)", "Graves 2013, equations 38, 39",
            Known.FROM_PAPERS, RmsPropCentered.conventions()),

    /// [RmsPropCenteredMomentum]
    RMSPROP_CENTERED_MOMENTUM(RmsPropCenteredMomentum.DEFAULT, 1e-2, List.of("v", "a", "b"), 1, 1,
            "v ← ρv + (1 − ρ)g²; a ← ρa + (1 − ρ)g; b ← μb + g/(√(v − a²) + ε); w ← w − ηb", "Graves 2013, equations 38 to 41",
            Known.FROM_PAPERS, RmsPropCenteredMomentum.conventions()),

    /// [RmsPropNesterov]
    RMSPROP_NESTEROV(RmsPropNesterov.DEFAULT, 1e-2, List.of("m", "v"), 1, 1,
            "m ← γm + (1 − γ)g²; v ← μv − ηg/(√m + ε); w ← w − μv_old + (1 + μ)v",
            "Goodfellow, Bengio, Courville 2016, Algorithm 8.6",
            Known.FROM_PAPERS, RmsPropNesterov.conventions());

    private static final int PARAMETERS_AND_GRADIENTS = 2;

    private final Optimizer defaults;
    private final double learningRate;
    private final List<String> state;
    private final int divides;
    private final int roots;
    private final String formula;
    private final String source;
    private final Known known;
    private final List<Convention> conventions;
    private final Function<NamedHyperParameters, Optimizer> byName;

    /// Where readers meet it first.
    private enum Known {
        FROM_TEXTBOOKS, FROM_PAPERS
    }

    Catalogue(Optimizer defaults, double learningRate, List<String> state, int divides, int roots, String formula, String source,
            Known known, List<Convention> conventions) {
        this(defaults, learningRate, state, divides, roots, formula, source, known, conventions, null);
    }

    Catalogue(Optimizer defaults, double learningRate, List<String> state, int divides, int roots, String formula, String source,
            Known known, List<Convention> conventions, Function<NamedHyperParameters, Optimizer> byName) {
        this.defaults = defaults;
        this.learningRate = learningRate;
        this.state = state;
        this.divides = divides;
        this.roots = roots;
        this.formula = formula;
        this.source = source;
        this.known = known;
        this.conventions = conventions;
        this.byName = byName;
    }

    /// The optimizer with the hyper-parameters that PyTorch gives it by default; momentum is 0.9 where PyTorch has no default.
    public Optimizer defaults() {
        return defaults;
    }

    /// PyTorch's default learning rate.
    public double learningRate() {
        return learningRate;
    }

    /// Whether every textbook of deep learning has it; the suite measures these at every size.
    public boolean isTextbook() {
        return known == Known.FROM_TEXTBOOKS;
    }

    /// The letters of the state arrays, in the order in which [Update#apply] takes them.
    public List<String> state() {
        return state;
    }

    /// Bytes that one update reads per parameter: w, g and every state array.
    public int bytesRead() {
        return Float.BYTES * (PARAMETERS_AND_GRADIENTS + state.size());
    }

    /// Bytes that one update writes per parameter: w and every state array.
    public int bytesWritten() {
        return Float.BYTES * (1 + state.size());
    }

    /// Divisions per parameter.
    public int divides() {
        return divides;
    }

    /// Square roots per parameter.
    public int roots() {
        return roots;
    }

    /// The update in one line, without the conventions that the class documents.
    public String formula() {
        return formula;
    }

    /// Where the formula comes from.
    public String source() {
        return source;
    }

    /// The configurations that are cross-validated besides the defaults: those that take another path through a kernel. Among them every
    /// hyper-parameter has a value that is neither its default nor zero: a kernel that forgets a term, or takes it with the wrong sign, is
    /// then seen to differ.
    public List<Convention> conventions() {
        return conventions;
    }

    /// The optimizer with hyper-parameters by name, as a golden trajectory gives them; nothing if none of its own trajectories can be had.
    public Optional<Function<NamedHyperParameters, Optimizer>> byName() {
        return Optional.ofNullable(byName);
    }
}
