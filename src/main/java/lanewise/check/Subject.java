package lanewise.check;

import java.util.ArrayList;
import java.util.List;
import lanewise.optim.Adam;
import lanewise.optim.Catalogue;
import lanewise.optim.Convention;
import lanewise.optim.ExternalKernel;
import lanewise.optim.Lookahead;
import lanewise.optim.Momentum;
import lanewise.optim.Optimizer;
import lanewise.optim.ParameterGroups.Group;
import lanewise.optim.ParameterGroups;
import lanewise.optim.Sgd;
import lanewise.optim.Update;
import lanewise.optim.Variant;

/// What is cross-validated: an optimizer in one of its conventions.
///
/// @param state      the letters of its state arrays, for messages
/// @param ownKernels whether its kernels are those of no other subject, so that what they allocate is checked here
public record Subject(String name, Optimizer optimizer, double learningRate, List<String> state, boolean ownKernels) {

    /// With the kernels of another subject.
    public Subject(String name, Optimizer optimizer, double learningRate, List<String> state) {
        this(name, optimizer, learningRate, state, false);
    }

    /// Every optimizer of the catalogue with its defaults and in its conventions.
    public static List<Subject> all() {
        List<Subject> subjects = new ArrayList<>();
        for (Catalogue entry : Catalogue.values()) {
            subjects.add(new Subject(entry.name(), entry.defaults(), entry.learningRate(), entry.state(), true));
            for (Convention convention : entry.conventions()) {
                subjects.add(
                        new Subject(entry.name() + " " + convention.name(), convention.optimizer(), entry.learningRate(), entry.state()));
            }
        }
        return subjects;
    }

    /// Optimizers made of others. A step of theirs passes references on in a small array, so they need not be free of allocation.
    public static List<Subject> composed() {
        return List.of(
                new Subject("LOOKAHEAD of SGD", new Lookahead(Sgd.DEFAULT, 2, 0.5), 1e-3, List.of("slow")),
                new Subject("LOOKAHEAD of ADAM", new Lookahead(Adam.DEFAULT, 3, 0.8), 1e-3, List.of("m", "v", "slow")),
                new Subject("GROUPS of MOMENTUM", new ParameterGroups(List.of(
                        new Group(7, Momentum.DEFAULT, 1), new Group(50, new Momentum(0.5, true), 0.1),
                        new Group(ParameterGroups.REST, new Momentum(0.9, 0.3, true, false, 0.01), 2))), 1e-3, List.of("b")));
    }

    /// A kernel from the class path in place of the catalogue's [Variant#SIMD].
    public static Subject of(ExternalKernel kernel) {
        Catalogue entry = kernel.optimizer();
        return new Subject(entry.name() + " " + kernel.name(), new WithExternal(kernel), entry.learningRate(), entry.state(), true);
    }

    private record WithExternal(ExternalKernel kernel) implements Optimizer {

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
}
