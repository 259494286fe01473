package lanewise.bench;

import lanewise.nn.NamedNetwork;
import lanewise.optim.Catalogue;

/// Another library, or another language, that does what the suite does. It is compiled by itself (`src/peers`), and its fork finds it with
/// the service loader, see [Peers].
///
/// A provider has a public constructor without parameters, which loads nothing: what a library lacks must fail where it is asked for.
public interface Peer {

    /// What it is called in rows: capital letters, digits and underscores, such as `LIBTORCH`.
    String name();

    /// Its version and what it was built with, for the journal.
    String version();

    /// Copies these arrays to where the library has its own, or takes them as they are if it can.
    ///
    /// @param threads that share a step
    /// @throws IllegalArgumentException if it has no such optimizer, or cannot be told the number of threads
    default PeerUpdate update(Catalogue optimizer, int threads, Initial arrays) {
        throw new IllegalArgumentException(name() + " has no " + optimizer + " of its own");
    }

    /// Makes a network of the same layers and copies its parameters and one minibatch.
    ///
    /// @param threads    that share a training step
    /// @throws IllegalArgumentException if it cannot make one
    default PeerTraining training(NamedNetwork network, int threads, Minibatch minibatch) {
        throw new IllegalArgumentException(name() + " does not train " + network);
    }

    /// What an update begins with: the elements from `from`, inclusive, to `to`, exclusive, of each array.
    ///
    /// @param gradients of either sign, of which each step takes one
    /// @param state     as many arrays as the catalogue says, all zero
    record Initial(float[] w, float[][] gradients, float[][] state, int from, int to) {

        /// The number of parameters.
        public int size() {
            return to - from;
        }
    }

    /// What a training step begins with.
    ///
    /// @param parameters of the network, in the suite's layout
    /// @param batch      the number of samples
    /// @param samples    one after the other
    /// @param targets    a value for each output, for the losses that take them
    /// @param labels     a class for each sample, for the others
    record Minibatch(float[] parameters, int batch, float[] samples, float[] targets, int[] labels) {}
}
