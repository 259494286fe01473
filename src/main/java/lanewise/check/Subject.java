package lanewise.check;

import java.util.ArrayList;
import java.util.List;
import lanewise.optim.Adadelta;
import lanewise.optim.AdaMax;
import lanewise.optim.Adagrad;
import lanewise.optim.Adam;
import lanewise.optim.AdamW;
import lanewise.optim.AmsGrad;
import lanewise.optim.Asgd;
import lanewise.optim.Catalogue;
import lanewise.optim.Lion;
import lanewise.optim.Momentum;
import lanewise.optim.Nadam;
import lanewise.optim.Nesterov;
import lanewise.optim.Optimizer;
import lanewise.optim.RmsProp;

/// What is cross-validated: an optimizer in one of its conventions.
///
/// @param state the letters of its state arrays, for messages
public record Subject(String name, Optimizer optimizer, double learningRate, List<String> state) {

    /// Every optimizer of the catalogue with its defaults, then the conventions that take another path through a kernel.
    public static List<Subject> all() {
        List<Subject> subjects = new ArrayList<>();
        for (Catalogue entry : Catalogue.values()) {
            subjects.add(of(entry, "", entry.defaults()));
        }
        subjects.add(of(Catalogue.MOMENTUM, " rate inside", new Momentum(0.9, true)));
        subjects.add(of(Catalogue.NESTEROV, " rate inside", new Nesterov(0.9, true)));
        subjects.add(of(Catalogue.ADAGRAD, " epsilon inside, rate decay", new Adagrad(0.01, 1e-7, 0)));
        subjects.add(of(Catalogue.ADAGRAD, " no epsilon", new Adagrad(0, 0, 0)));
        subjects.add(of(Catalogue.ADADELTA, " no epsilon", new Adadelta(0.95, 0)));
        subjects.add(of(Catalogue.RMSPROP, " epsilon inside", new RmsProp(0.9, 1e-7, 0)));
        subjects.add(of(Catalogue.RMSPROP, " no epsilon", new RmsProp(0.9, 0, 0)));
        subjects.add(of(Catalogue.ADAM, " epsilon inside", new Adam(0.9, 0.999, 1e-8, 0)));
        subjects.add(of(Catalogue.ADAM, " no epsilon", new Adam(0.9, 0.999, 0, 0)));
        subjects.add(of(Catalogue.ADAMW, " epsilon inside", new AdamW(0.9, 0.999, 1e-8, 0, 0.1)));
        subjects.add(of(Catalogue.AMSGRAD, " epsilon inside", new AmsGrad(0.9, 0.999, 1e-8, 0)));
        subjects.add(of(Catalogue.ADAMAX, " epsilon outside", new AdaMax(0.9, 0.999, 0, 1e-7)));
        subjects.add(of(Catalogue.NADAM, " schedule of Keras", new Nadam(0.9, 0.999, 0, 1e-7, 1)));
        subjects.add(of(Catalogue.ASGD, " average from the start", new Asgd(1e-4, 0.75, 0)));
        subjects.add(of(Catalogue.LION, " weight decay", new Lion(0.9, 0.99, 0.1)));
        return subjects;
    }

    private static Subject of(Catalogue entry, String convention, Optimizer optimizer) {
        return new Subject(entry.name() + convention, optimizer, entry.learningRate(), entry.state());
    }
}
