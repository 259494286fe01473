package lanewise.train;

import java.util.List;
import lanewise.data.Sampler;
import lanewise.data.Samples;
import lanewise.nn.Loss;
import lanewise.nn.Network;
import lanewise.optim.Nadam;
import lanewise.optim.Optimizer;
import lanewise.optim.Schedule;
import lanewise.optim.Update;
import lanewise.optim.Variant;

/// Trains a network: each step draws a minibatch, sends it forward, computes its loss, sends the loss's gradient backward and updates the
/// parameters.
///
/// What a step does follows from the parameters, the optimizer's state and the number of the minibatch alone, so that a run that was stopped
/// goes on with the same bits ([#restore]). After the first minibatch of a size a step allocates a few small objects and no array.
public final class Trainer {

    private final Network network;
    private final Loss loss;
    private final Optimizer optimizer;
    private final Schedule rate;
    private final Samples samples;
    private final Sampler sampler;
    private final Variant variant;
    private final int[] chosen;
    private final Minibatch usual;
    private Minibatch last; // of an epoch, which may be smaller
    private final float[][] state;
    private final double[] product = {1}; // of Nadam's momenta
    private long minibatches;
    private double lastLoss = Double.NaN;
    private StepLatency latency; // null unless it is recorded

    /// @param rate    the learning rate by step
    /// @param sampler of minibatches of the samples
    /// @throws IllegalArgumentException if the network does not fit the samples
    public Trainer(Network network, Loss loss, Optimizer optimizer, Schedule rate, Samples samples, Sampler sampler, Variant variant) {
        if (network.inputWidth() != samples.width()) {
            throw new IllegalArgumentException(
                    "the network takes " + network.inputWidth() + " values, a sample of " + samples.name() + " has "
                            + samples.width());
        }
        samples.requireOutputs(network.outputWidth());
        this.network = network;
        this.loss = loss;
        this.optimizer = optimizer;
        this.rate = rate;
        this.samples = samples;
        this.sampler = sampler;
        this.variant = variant;
        chosen = new int[sampler.batch()];
        usual = new Minibatch(sampler.batch(), samples, network, loss);
        last = usual;
        state = new float[optimizer.stateArrays()][network.parameters().length];
    }

    /// Records how long the parts of each later step take.
    public void record(StepLatency latency) {
        this.latency = latency;
    }

    /// Trains with one more minibatch.
    ///
    /// @return its loss before the update
    /// @throws DivergedException if the loss is infinite or no number; nothing has been updated then
    public double step() {
        long number = minibatches + 1;
        long begin = latency == null ? 0 : System.nanoTime();
        network.setTraining(true);
        Minibatch minibatch = drawn(number);
        minibatch.forward(network, variant);
        long forward = latency == null ? 0 : System.nanoTime();
        double value = minibatch.loss(network, loss);
        if (!Double.isFinite(value)) throw new DivergedException(number, rate.at(number), lastLoss, value);
        network.backward(variant);
        long backward = latency == null ? 0 : System.nanoTime();
        update(number).apply(variant, network.parameters(), network.gradients(), state, 0, network.parameters().length);
        if (latency != null) latency.record(begin, forward, backward, System.nanoTime());
        minibatches = number;
        lastLoss = value;
        return value;
    }

    private Minibatch drawn(long number) {
        int count = sampler.draw(number, chosen);
        if (count != last.count()) last = count == usual.count() ? usual : new Minibatch(count, samples, network, loss);
        last.fill(samples, chosen, 0);
        return last;
    }

    private Update update(long number) {
        double now = rate.at(number);
        return optimizer instanceof Nadam nadam ? nadam.next(number, now, product) : optimizer.at(number, now);
    }

    /// Minibatches so far.
    public long minibatches() {
        return minibatches;
    }

    /// The loss of the last minibatch; NaN before the first.
    public double lastLoss() {
        return lastLoss;
    }

    /// The learning rate of the next minibatch.
    public double nextRate() {
        return rate.at(minibatches + 1);
    }

    /// Minibatches of an epoch.
    public long updatesPerEpoch() {
        return sampler.updatesPerEpoch();
    }

    /// The network that is trained.
    public Network network() {
        return network;
    }

    /// The loss that it is trained with.
    public Loss loss() {
        return loss;
    }

    /// The optimizer's arrays, in the order in which it takes them.
    List<float[]> state() {
        return List.of(state);
    }

    /// The one scalar that an optimizer carries from step to step: the product of Nadam's momenta, 1 for all others.
    double product() {
        return product[0];
    }

    /// Goes on where a run of the same settings stopped, whose parameters and state have been put into the arrays.
    ///
    /// @param minibatches that it had trained with
    /// @param lastLoss    of the last of them
    void restore(long minibatches, double lastLoss, double product) {
        this.minibatches = minibatches;
        this.lastLoss = lastLoss;
        this.product[0] = product;
        network.setTrainingMinibatches(minibatches);
    }
}
