package lanewise.experiment;

import java.util.Arrays;
import lanewise.data.Sampler;
import lanewise.data.Samples;
import lanewise.data.Sampling;
import lanewise.nn.Loss;
import lanewise.nn.Network;
import lanewise.optim.Optimizer;
import lanewise.optim.Schedule;
import lanewise.optim.Variant;
import lanewise.train.DivergedException;
import lanewise.train.Trainer;

/// Trainings of which the losses are kept.
final class Losses {

    private Losses() {}

    /// A trainer at a constant learning rate.
    static Trainer trainer(Network network, Loss loss, Optimizer optimizer, double rate, Samples samples, Sampling sampling, int batch,
            long seed) {
        return new Trainer(network, loss, optimizer, Schedule.constant(rate), samples, new Sampler(sampling, samples.count(), batch, seed),
                Variant.SIMD);
    }

    /// The mean loss of the minibatches of each epoch. From where a training diverges on, NaN.
    static double[] byEpoch(Trainer trainer, int epochs) {
        double[] losses = new double[epochs];
        Arrays.fill(losses, Double.NaN);
        try {
            for (int epoch = 0; epoch < epochs; epoch++) {
                double sum = 0;
                for (long k = 0; k < trainer.updatesPerEpoch(); k++) sum += trainer.step();
                losses[epoch] = sum / trainer.updatesPerEpoch();
            }
        } catch (DivergedException _) { // what follows stays NaN
            return losses;
        }
        return losses;
    }

    /// The loss of each minibatch. From where a training diverges on, NaN.
    static double[] byMinibatch(Trainer trainer, int minibatches) {
        double[] losses = new double[minibatches];
        Arrays.fill(losses, Double.NaN);
        try {
            for (int k = 0; k < minibatches; k++) losses[k] = trainer.step();
        } catch (DivergedException _) { // what follows stays NaN
            return losses;
        }
        return losses;
    }
}
