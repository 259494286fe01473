package lanewise.train;

import java.util.HashMap;
import java.util.Map;
import lanewise.data.Sampling;
import lanewise.nn.NamedNetwork;
import lanewise.optim.Catalogue;
import lanewise.optim.NamedHyperParameters;
import lanewise.optim.Optimizer;

/// All that the bits of a run follow from, beside the samples.
///
/// @param network         of [NamedNetwork]
/// @param dropout         probability, 0 for none
/// @param optimizer       of [Catalogue]
/// @param hyperParameters of the optimizer by name, such as `momentum` or `biasCorrection`; those left out have PyTorch's defaults
/// @param learningRate    that the schedule begins with
/// @param schedule        as [RateSchedule#of] reads it
/// @param perEpoch        whether the schedule goes by epochs instead of steps
/// @param sampling        how minibatches are drawn
/// @param batch           samples of a minibatch
/// @param seed            of parameters, minibatches, dropout, the split and generated samples
/// @param data            what the samples are: `images`, or a generated set
/// @param validation      training samples that are set aside for validation
public record TrainingSettings(String network, double dropout, Catalogue optimizer, Map<String, String> hyperParameters,
        double learningRate,
        String schedule, boolean perEpoch, Sampling sampling, int batch, long seed, String data, int validation) {

    /// The optimizer with its hyper-parameters.
    ///
    /// @throws IllegalArgumentException if one is out of its range, is no number, or is not one of this optimizer's
    public Optimizer makeOptimizer() {
        if (optimizer.byName().isEmpty()) {
            if (!hyperParameters.isEmpty()) {
                throw new IllegalArgumentException(
                        optimizer + " takes no hyper-parameters by name, were " + String.join(", ", hyperParameters.keySet()));
            }
            return optimizer.defaults();
        }
        Given given = new Given(hyperParameters, learningRate, optimizer);
        Optimizer made = optimizer.byName().get().apply(given);
        if (!given.left.isEmpty()) {
            throw new IllegalArgumentException(optimizer + " does not take the hyper-parameters " + String.join(", ", given.left.keySet()));
        }
        if (made.stateArrays() != optimizer.state().size()) {
            throw new IllegalArgumentException(optimizer + " with these hyper-parameters is another optimizer of the catalogue, with "
                    + made.stateArrays() + " state arrays: choose it by its name");
        }
        return made;
    }

    /// The hyper-parameters, each taken once.
    private static final class Given implements NamedHyperParameters {

        private final Map<String, String> left;
        private final double learningRate;
        private final Catalogue optimizer;

        Given(Map<String, String> all, double learningRate, Catalogue optimizer) {
            left = new HashMap<>(all);
            this.learningRate = learningRate;
            this.optimizer = optimizer;
        }

        @Override
        public double learningRate() {
            return learningRate;
        }

        @Override
        public double take(String name) {
            if (!left.containsKey(name)) throw new IllegalArgumentException(optimizer + " needs the hyper-parameter " + name);
            return takeOr(name, 0);
        }

        @Override
        public double takeOr(String name, double fallback) {
            String text = left.remove(name);
            if (text == null) return fallback;
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException _) {
                throw new IllegalArgumentException("the hyper-parameter " + name + " must be a number, was \"" + text + "\"");
            }
        }

        @Override
        public long takeCountOr(String name, long fallback) {
            double value = takeOr(name, (double) fallback);
            if (value != (long) value)
                throw new IllegalArgumentException("the hyper-parameter " + name + " must be a whole number, was " + value);
            return (long) value;
        }

        @Override
        public boolean takeOr(String name, boolean fallback) {
            String text = left.remove(name);
            if (text == null) return fallback;
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("the hyper-parameter " + name + " must be true or false, was \"" + text + "\"");
            }
            return text.equals("true");
        }
    }

    /// The network that is named.
    public NamedNetwork named() {
        return NamedNetwork.of(network);
    }
}
