package lanewise.experiment;

import lanewise.data.ImageSet;
import lanewise.data.Sampler;
import lanewise.data.Sampling;
import lanewise.nn.NamedNetwork;
import lanewise.optim.Momentum;
import lanewise.optim.Optimizer;
import lanewise.optim.Schedule;
import lanewise.optim.Sgd;
import lanewise.optim.Variant;
import lanewise.train.ConfusionMatrix;
import lanewise.train.Evaluation;
import lanewise.train.Trainer;

/// Trainings of the textbook's network, 196-100-50-10, as the book trains it: parameters uniform on [−0.5, 0.5), squared error with the
/// gradient ŷ − y, each minibatch a fresh draw of 64 images.
final class MlpBook {

    static final int BATCH = 64;

    private MlpBook() {}

    /// How the network is trained.
    ///
    /// @param name     for a reader
    /// @param momentum 0 for none
    record Way(String name, double momentum, Schedule rate) {

        static Way of(String name, double rate, double momentum) {
            return new Way(name, momentum, Schedule.constant(rate));
        }

        Optimizer optimizer() {
            return momentum == 0 ? Sgd.DEFAULT : new Momentum(momentum, false);
        }
    }

    /// A trained network's test, and how long training took.
    record Trained(ConfusionMatrix matrix, double testLoss, double seconds) {}

    static Trainer trainer(Way way, ImageSet images, long seed) {
        ImageSet small = images.sized(NamedNetwork.MLP_BOOK.layerList().getFirst().inputs());
        return new Trainer(NamedNetwork.MLP_BOOK.create(seed), NamedNetwork.MLP_BOOK.loss(), way.optimizer(), way.rate, small.training(),
                new Sampler(Sampling.WITHOUT_REPLACEMENT, small.training().count(), BATCH, seed), Variant.SIMD);
    }

    /// @param images of 14 × 14
    static Trained train(Way way, ImageSet images, int minibatches, long seed) {
        long begin = System.nanoTime();
        Trainer trainer = trainer(way, images, seed);
        for (int k = 0; k < minibatches; k++) trainer.step();
        double seconds = (System.nanoTime() - begin) * 1e-9;
        Evaluation test = Evaluation.of(trainer.network(), trainer.loss(), images.test(), Variant.SIMD);
        return new Trained(test.matrix(), test.loss(), seconds);
    }
}
