package lanewise.nn;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import lanewise.linalg.Arguments;
import lanewise.linalg.Team;
import lanewise.optim.Variant;

/// A network whose minibatches are divided among threads, sample by sample.
///
///     try (ParallelNetwork network = new ParallelNetwork(threads, parts, seed, layers)) {
///         network.forward(variant, samples, batch);
///         double loss = Loss.SOFTMAX_CROSS_ENTROPY.valueAndGradient(network, null, labels);
///         network.backward(variant);
///         optimizer.at(t, learningRate).apply(variant, network.parameters(), network.gradients(), state, 0, network.parameters().length);
///     }
///
/// A minibatch of b samples is cut into n = min(parts, b) parts, of which part p has the samples from ⌊pb/n⌋ on. Each part goes through a
/// [Network] of its own, on one thread at a time; all of them share the parameters. Outputs, the loss and the masks of [Dropout] have the bits of
/// an undivided [Network]. The gradients of
/// - dense layers are computed of all samples together, with rows divided among the threads. They have the bits of an undivided network.
/// - convolutions are computed of each part, and added up as ((g₀ + g₁) + g₂) + …, with parameters divided among the threads. With more than one
///   part this is another order of summation than that of an undivided network, and gives other last bits. It is the same for
///   every number of threads, in every variant, on every machine: **the number of parts belongs to the definition, that of threads does not.**
///
/// More threads than parts are of no use, and parts that the threads do not divide leave some of them idle. More parts than threads cost time:
/// weights are read once for each. Memory: the activations of the undivided minibatch, inputs and output gradients of dense layers once more, and
/// for each part but the first an array of the convolutions' gradients, which for VGG-16 are 59 of 553 MB.
///
/// The threads are those of a [Team]: they are started once and wait between minibatches, and what one of them throws is thrown to the caller.
/// A minibatch that is too small to be worth a second thread is left to the caller's. Once arrays have grown, a minibatch allocates nothing.
/// One caller at a time is served; another one is refused.
public final class ParallelNetwork implements AutoCloseable {

    /// Multiply-adds of a minibatch's forward pass from which on a second thread is used; each further one takes half as many more. To wake a
    /// thread takes some 35 µs.
    static final long WORTH_THREADS = 1_000_000;

    /// Gradients that are added up at a time, and the unit in which threads share them.
    private static final int BLOCK = 2_048;

    private final Network[] networks; // the first has the parameters, and takes the gradients of the whole minibatch
    private final DenseGradient[] dense;
    private final Team team;
    private final long multiplyAdds; // of a sample's forward pass
    private final long worthThreads;
    private final Team.Work forward = this::forward; // made once: a minibatch allocates nothing
    private final Team.Work backward = this::backward;
    private final Team.Work combine = this::combine;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private float[] outputs;
    private float[] outputGradients;
    private boolean training = true;
    private long trainingMinibatches;
    private int bound; // samples of the last minibatch, 0 before the first and after one that failed

    /// The pass that is under way.
    private Variant variant;
    private float[] samples;
    private int batch;
    private int parts;
    private int members;

    /// Starts the threads.
    ///
    /// @param threads that work on a minibatch, the caller's included
    /// @param parts   that a minibatch is cut into, if it has as many samples
    /// @param seed    of the parameters
    /// @param layers  gives fresh layers, from first to last, which are alike every time; [Dropout] has the same seeds every time
    /// @throws IllegalArgumentException if there is no thread or no part, or the layers are null, not alike, or refused by [Network]
    public ParallelNetwork(int threads, int parts, long seed, Supplier<Layer[]> layers) {
        this(threads, parts, seed, layers, WORTH_THREADS);
    }

    ParallelNetwork(int threads, int parts, long seed, Supplier<Layer[]> layers, long worthThreads) {
        Arguments.present("layers", layers);
        if (parts < 1) throw new IllegalArgumentException("parts must be at least 1, were " + parts);
        networks = new Network[parts];
        networks[0] = new Network(seed, layers.get());
        for (int p = 1; p < parts; p++) networks[p] = new Network(networks[0], layers.get());
        dense = IntStream.rangeClosed(1, networks[0].layers().size()).filter(l -> networks[0].layers().get(l - 1) instanceof Dense)
                .mapToObj(l -> new DenseGradient(networks[0], l)).toArray(DenseGradient[]::new);
        multiplyAdds = networks[0].layers().stream().mapToLong(Layer::multiplyAdds).sum();
        this.worthThreads = worthThreads;
        team = new Team(threads, "parallel-network");
    }

    /// Threads that work on a minibatch, the caller's included.
    public int threads() {
        return team.size();
    }

    /// The number of parts of a minibatch of so many samples.
    public int parts(int batch) {
        return Math.min(networks.length, batch);
    }

    /// The network that a part of a minibatch goes through, with the part's activations. Only the first one's gradients are of use: they are
    /// those of the whole minibatch once that has gone backward.
    ///
    /// @param part counted from 0
    /// @throws IllegalArgumentException if there is no such part
    public Network part(int part) {
        if (part < 0 || part >= networks.length) {
            throw new IllegalArgumentException("part must be between 0 and " + (networks.length - 1) + ", was " + part);
        }
        return networks[part];
    }

    /// All parameters, as those of [Network#parameters].
    public float[] parameters() {
        return networks[0].parameters();
    }

    /// The gradient of the loss with respect to each parameter, as the last backward pass left it.
    public float[] gradients() {
        return networks[0].gradients();
    }

    /// Chooses whether the next minibatches are used for training, as [Network#setTraining] does.
    public void setTraining(boolean training) {
        this.training = training;
    }

    /// The number of training minibatches that have gone forward, as that of [Network#trainingMinibatches].
    public long trainingMinibatches() {
        return trainingMinibatches;
    }

    /// Sets that number, as [Network#setTrainingMinibatches] does.
    ///
    /// @throws IllegalArgumentException if it is below 0
    public void setTrainingMinibatches(long trainingMinibatches) {
        networks[0].setTrainingMinibatches(trainingMinibatches);
        this.trainingMinibatches = trainingMinibatches;
    }

    /// The number of values of a sample that the first layer takes.
    public int inputWidth() {
        return networks[0].inputWidth();
    }

    /// The number of values of a sample that the last layer gives.
    public int outputWidth() {
        return networks[0].outputWidth();
    }

    /// The number of samples of the last minibatch, 0 before the first.
    public int batch() {
        return bound;
    }

    /// The outputs of the last layer, as those of [Network#outputs].
    public float[] outputs() {
        return outputs;
    }

    /// Takes the gradient of the loss with respect to [#outputs], in the same order.
    public float[] outputGradients() {
        return outputGradients;
    }

    /// The forward pass of a minibatch.
    ///
    /// @param samples the values of the samples, one sample after the other
    /// @param batch   the number of samples
    /// @throws IllegalArgumentException as [Network#forward] does; nothing has been changed then
    /// @throws IllegalStateException    if another thread is at work with this network, or after [#close], if the minibatch is worth a second thread
    public void forward(Variant variant, float[] samples, int batch) {
        networks[0].requireMinibatch(variant, samples, batch);
        networks[0].requireRoom(batch); // dense layers put parts together
        begin();
        try {
            bound = 0; // until all parts have gone forward
            share(variant, batch);
            this.samples = samples;
            outputs = Network.ofSize(outputs, batch * outputWidth());
            outputGradients = Network.ofSize(outputGradients, batch * outputWidth());
            if (parts > 1) for (DenseGradient gradient : dense) gradient.bind(gradients(), batch, members);
            networks[0].pass().setPart(parts > 1);
            for (int p = 0; p < parts; p++) {
                networks[p].setTraining(training);
                networks[p].setTrainingMinibatches(trainingMinibatches); // a part that had no sample in the last minibatch did not count it
            }
            team.run(forward, members);
            if (training) trainingMinibatches++;
            bound = batch;
        } finally {
            this.samples = null; // the threads outlive the minibatch
            underWay.set(false);
        }
    }

    /// The backward pass of the last minibatch: computes [#gradients] from the gradient that the loss has put into [#outputGradients].
    ///
    /// @throws IllegalStateException    if no minibatch has gone forward, or as [#forward] does
    /// @throws IllegalArgumentException if the variant is null or, unlike that of the forward pass, needs more than arrays hold
    public void backward(Variant variant) {
        Arguments.present("variant", variant);
        begin();
        try {
            if (bound == 0) throw new IllegalStateException("a minibatch must go forward before it goes backward");
            share(variant, bound);
            team.run(backward, members);
            if (parts > 1) team.run(combine, members);
        } finally {
            underWay.set(false);
        }
    }

    private void begin() {
        if (!underWay.compareAndSet(false, true)) throw new IllegalStateException("a network serves one caller at a time, had two");
    }

    private void share(Variant variant, int batch) {
        this.variant = variant;
        this.batch = batch;
        parts = parts(batch);
        long worth = 2L * batch * multiplyAdds / worthThreads;
        members = Math.clamp(worth, 1, Math.min(team.size(), parts));
    }

    /// The first sample of a part, or the number of samples for the part behind the last.
    private int first(int part) {
        return (int) ((long) part * batch / parts);
    }

    /// A part keeps its thread from the forward to the backward pass, because its activations may lie in that core's cache.
    private void forward(int member) {
        int width = outputWidth();
        for (int p = member; p < parts; p += members) {
            int first = first(p);
            int count = first(p + 1) - first;
            networks[p].forward(variant, samples, first, count);
            System.arraycopy(networks[p].outputs(), 0, outputs, first * width, count * width);
        }
    }

    private void backward(int member) {
        int width = outputWidth();
        for (int p = member; p < parts; p += members) {
            int first = first(p);
            int count = first(p + 1) - first;
            System.arraycopy(outputGradients, first * width, networks[p].outputGradients(), 0, count * width);
            networks[p].backward(variant);
            if (parts == 1) return;
            for (DenseGradient gradient : dense) gradient.gather(networks[p], first, count);
        }
    }

    /// Makes the gradients of the whole minibatch, for this thread's share of the parameters.
    private void combine(int member) {
        List<Layer> layers = networks[0].layers();
        for (int l = 1; l <= layers.size(); l++) {
            if (layers.get(l - 1).gradientIsOfParts()) sum(member, networks[0].offset(l), layers.get(l - 1).parameters());
        }
        for (DenseGradient gradient : dense) gradient.compute(member, networks[member].pass());
    }

    /// Adds the parts' gradients of a layer to those of the first, block by block so that the sums stay in the first-level cache.
    private void sum(int member, int offset, int length) {
        long share = (long) Math.ceilDiv(Math.ceilDiv(length, members), BLOCK) * BLOCK;
        int end = offset + (int) Math.min(length, (member + 1) * share);
        for (int from = offset + (int) Math.min(length, member * share); from < end; from += BLOCK) {
            int to = from + Math.min(BLOCK, end - from);
            for (int p = 1; p < parts; p++) GradientSum.add(variant, networks[p].gradients(), gradients(), from, to);
        }
    }

    /// Ends the threads, after a pass that is under way. Does not wait for it. A second call does nothing.
    @Override
    public void close() {
        team.close();
    }
}
