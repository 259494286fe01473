package lanewise.check;

import java.util.ArrayList;
import java.util.List;
import lanewise.optim.AdaBound;
import lanewise.optim.AdaMax;
import lanewise.optim.Adadelta;
import lanewise.optim.Adagrad;
import lanewise.optim.Adam;
import lanewise.optim.AdamW;
import lanewise.optim.AmsGrad;
import lanewise.optim.Asgd;
import lanewise.optim.Catalogue;
import lanewise.optim.Kernel;
import lanewise.optim.Lion;
import lanewise.optim.Lookahead;
import lanewise.optim.Momentum;
import lanewise.optim.Nadam;
import lanewise.optim.Nesterov;
import lanewise.optim.NesterovLookAhead;
import lanewise.optim.Optimizer;
import lanewise.optim.ParameterGroups.Group;
import lanewise.optim.ParameterGroups;
import lanewise.optim.RAdam;
import lanewise.optim.RmsProp;
import lanewise.optim.RmsPropCentered;
import lanewise.optim.RmsPropCenteredMomentum;
import lanewise.optim.RmsPropMomentum;
import lanewise.optim.RmsPropNesterov;
import lanewise.optim.Rprop;
import lanewise.optim.Sgd;
import lanewise.optim.Update;
import lanewise.optim.Variant;

/// What is cross-validated: an optimizer in one of its conventions.
///
/// @param state the letters of its state arrays, for messages
public record Subject(String name, Optimizer optimizer, double learningRate, List<String> state) {

    /// Every optimizer of the catalogue with its defaults, then the conventions that take another path through a kernel. Among them every
    /// hyper-parameter has a value that is neither its default nor zero: a kernel that forgets a term, or takes it with the wrong sign, is then
    /// seen to differ.
    public static List<Subject> all() {
        List<Subject> subjects = new ArrayList<>();
        for (Catalogue entry : Catalogue.values()) {
            subjects.add(of(entry, "", entry.defaults()));
        }
        subjects.add(of(Catalogue.SGD, " weight decay", new Sgd(0.1)));
        subjects.add(of(Catalogue.MOMENTUM, " rate inside", new Momentum(0.5, true)));
        subjects.add(of(Catalogue.MOMENTUM, " dampening, weight decay", new Momentum(0.9, 0.3, true, false, 0.1)));
        subjects.add(of(Catalogue.MOMENTUM, " averaged", Momentum.averaged(0.9)));
        subjects.add(of(Catalogue.NESTEROV, " rate inside", new Nesterov(0.5, true)));
        subjects.add(of(Catalogue.NESTEROV, " weight decay", new Nesterov(0.9, false, 0.1)));
        subjects.add(of(Catalogue.NESTEROV_LOOK_AHEAD, " rising momentum", new NesterovLookAhead(0.5, 0.75)));
        subjects.add(of(Catalogue.ADAGRAD, " epsilon inside, rate decay", new Adagrad(0.01, 1e-7, 0)));
        subjects.add(of(Catalogue.ADAGRAD, " no epsilon", new Adagrad(0, 0, 0)));
        subjects.add(of(Catalogue.ADAGRAD, " weight decay", new Adagrad(0, 0, 1e-7, 0.1)));
        subjects.add(of(Catalogue.ADADELTA, " no epsilon", new Adadelta(0.95, 0)));
        subjects.add(of(Catalogue.ADADELTA, " weight decay", new Adadelta(0.9, 1e-5, 0.1)));
        subjects.add(of(Catalogue.RMSPROP, " epsilon inside", new RmsProp(0.9, 1e-7, 0)));
        subjects.add(of(Catalogue.RMSPROP, " no epsilon", new RmsProp(0.9, 0, 0)));
        subjects.add(of(Catalogue.RMSPROP, " weight decay", new RmsProp(0.99, 0, 1e-7, 0.1)));
        subjects.add(of(Catalogue.RMSPROP_MOMENTUM, " as Keras", new RmsPropMomentum(0.9, 0.5, true, 1e-7, 0)));
        subjects.add(of(Catalogue.RMSPROP_MOMENTUM, " weight decay", new RmsPropMomentum(0.99, 0.9, false, 0, 1e-7, 0.1)));
        subjects.add(of(Catalogue.RMSPROP_CENTERED, " epsilon inside", new RmsPropCentered(0.9, 1e-7, 0)));
        subjects.add(of(Catalogue.RMSPROP_CENTERED, " no epsilon", new RmsPropCentered(0.9, 0, 0)));
        subjects.add(of(Catalogue.RMSPROP_CENTERED, " weight decay", new RmsPropCentered(0.99, 0, 1e-7, 0.1)));
        subjects.add(of(Catalogue.RMSPROP_CENTERED_MOMENTUM, " as Keras", new RmsPropCenteredMomentum(0.9, 0.5, true, 1e-7, 0)));
        subjects.add(of(Catalogue.RMSPROP_CENTERED_MOMENTUM, " weight decay",
                new RmsPropCenteredMomentum(0.99, 0.9, false, 0, 1e-7, 0.1)));
        subjects.add(of(Catalogue.RMSPROP_NESTEROV, " epsilon inside", new RmsPropNesterov(0.9, 0.5, 1e-7, 0)));
        subjects.add(of(Catalogue.RMSPROP_NESTEROV, " weight decay", new RmsPropNesterov(0.99, 0.9, 0, 1e-7, 0.1)));
        subjects.add(of(Catalogue.ADAM, " weight decay", new Adam(0.8, 0.99, 0, 1e-7, 0.1)));
        subjects.add(of(Catalogue.ADAM, " epsilon inside", new Adam(0.9, 0.999, 1e-8, 0)));
        subjects.add(of(Catalogue.ADAM, " no epsilon", new Adam(0.9, 0.999, 0, 0)));
        subjects.add(of(Catalogue.ADAMW, " weight decay", new AdamW(0.8, 0.99, 0, 1e-7, 0.1)));
        subjects.add(of(Catalogue.ADAMW, " epsilon inside", new AdamW(0.9, 0.999, 1e-8, 0, 0.1)));
        subjects.add(of(Catalogue.AMSGRAD, " epsilon inside", new AmsGrad(0.9, 0.999, 1e-8, 0)));
        subjects.add(of(Catalogue.AMSGRAD, " weight decay", new AmsGrad(0.8, 0.99, 0, 1e-7, 0.1)));
        subjects.add(of(Catalogue.ADAMAX, " epsilon outside", new AdaMax(0.9, 0.999, 0, 1e-7)));
        subjects.add(of(Catalogue.ADAMAX, " weight decay", new AdaMax(0.8, 0.99, 1e-7, 0, 0.1)));
        subjects.add(of(Catalogue.NADAM, " schedule of Keras", new Nadam(0.9, 0.999, 0, 1e-7, 1)));
        subjects.add(of(Catalogue.NADAM, " epsilon inside, weight decay", new Nadam(0.8, 0.99, 1e-8, 0, 4e-3, 0.1, false)));
        subjects.add(of(Catalogue.NADAM, " decoupled weight decay", new Nadam(0.9, 0.999, 0, 1e-8, 4e-3, 0.1, true)));
        subjects.add(of(Catalogue.RADAM, " weight decay", new RAdam(0.8, 0.99, 1e-7, 0.1, false)));
        subjects.add(of(Catalogue.RADAM, " decoupled weight decay", new RAdam(0.9, 0.999, 1e-8, 0.1, true)));
        subjects.add(of(Catalogue.ADABOUND, " other bounds, weight decay", new AdaBound(0.8, 0.99, 1e-7, 0.05, 0.1, 2e-3, 0.1)));
        subjects.add(of(Catalogue.ASGD, " average from the start", new Asgd(1e-4, 0.75, 0)));
        subjects.add(of(Catalogue.ASGD, " average from step 4, weight decay", new Asgd(0.1, 0.5, 1, 0.2)));
        subjects.add(of(Catalogue.RPROP, " steps that meet their bounds", new Rprop(0.6, 1.5, 5e-3, 0.012)));
        subjects.add(of(Catalogue.LION, " weight decay", new Lion(0.8, 0.95, 0.1)));
        return subjects;
    }

    /// Optimizers made of others. A step of theirs passes references on in a small array, so they are not held to allocate nothing.
    public static List<Subject> composed() {
        return List.of(
                new Subject("LOOKAHEAD of SGD", new Lookahead(Sgd.DEFAULT, 2, 0.5), 1e-3, List.of("slow")),
                new Subject("LOOKAHEAD of ADAM", new Lookahead(Adam.DEFAULT, 3, 0.8), 1e-3, List.of("m", "v", "slow")),
                new Subject("GROUPS of MOMENTUM", new ParameterGroups(List.of(
                        new Group(7, Momentum.DEFAULT, 1), new Group(50, new Momentum(0.5, true), 0.1),
                        new Group(ParameterGroups.REST, new Momentum(0.9, 0.3, true, false, 0.01), 2))), 1e-3, List.of("b")));
    }

    /// A kernel from the class path in place of the catalogue's [Variant#SIMD].
    public static Subject of(Kernel kernel) {
        Catalogue entry = kernel.optimizer();
        return new Subject(entry.name() + " " + kernel.name(), new Brought(kernel), entry.learningRate(), entry.state());
    }

    private record Brought(Kernel kernel) implements Optimizer {

        @Override
        public Update at(long t, double learningRate) {
            Update own = kernel.optimizer().defaults().at(t, learningRate);
            Update theirs = kernel.at(t, learningRate);
            return (variant, w, g, state, from, to) -> (variant == Variant.SIMD ? theirs : own).apply(variant, w, g, state, from, to);
        }

        @Override
        public int stateArrays() {
            return kernel.optimizer().state().size();
        }
    }

    private static Subject of(Catalogue entry, String convention, Optimizer optimizer) {
        return new Subject(entry.name() + convention, optimizer, entry.learningRate(), entry.state());
    }
}
