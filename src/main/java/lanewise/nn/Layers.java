package lanewise.nn;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lanewise.linalg.Arguments;
import lanewise.linalg.Image;

/// What layers must be to become a network. All throw IllegalArgumentException if they are not.
final class Layers {

    private Layers() {}

    /// Requires layers that are part of no network yet, each another object.
    static void requireOfItsOwn(Layer... layers) {
        Arguments.present("layers", layers);
        if (layers.length == 0) throw new IllegalArgumentException("a network must have at least 1 layer, had none");
        for (int l = 0; l < layers.length; l++) {
            if (layers[l] == null) throw new IllegalArgumentException("layer " + (l + 1) + " must not be null");
            for (int before = 0; before < l; before++) {
                if (layers[before] == layers[l]) {
                    throw new IllegalArgumentException(String.format(Locale.ROOT,
                            "layer %d (%s) must be an object of its own, was that of layer %d too", l + 1, name(layers[l]), before + 1));
                }
            }
            if (layers[l].isOwned()) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "layer %d (%s) must be an object of its own, was part of another network", l + 1,
                                name(layers[l])));
            }
        }
    }

    /// Requires each layer to take what the one before it gives.
    static void requireFitting(Layer... layers) {
        Optional<Image> image = Optional.empty(); // that reaches the layer
        for (int l = 0; l < layers.length; l++) {
            if (l > 0 && layers[l].inputs() != layers[l - 1].outputs()) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "layer %d (%s) must take the %d values that layer %d (%s) gives, takes %d",
                                l + 1, name(layers[l]), layers[l - 1].outputs(), l, name(layers[l - 1]), layers[l].inputs()));
            }
            Optional<Image> taken = layers[l].inputImage();
            if (image.isPresent() && taken.isPresent() && !image.equals(taken)) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "layer %d (%s) must take the images that reach it: %s does not fit %s",
                                l + 1, name(layers[l]), image.get(), taken.get()));
            }
            if (!(layers[l] instanceof Activation)) image = layers[l].outputImage();
        }
    }

    /// Requires layers of the same kinds and sizes, so that both lists can work with the same parameters.
    static void requireAlike(List<Layer> expected, List<Layer> layers) {
        if (layers.size() != expected.size()) {
            throw new IllegalArgumentException(
                    "networks that share parameters must have " + expected.size() + " layers each, had " + layers.size());
        }
        for (int l = 0; l < layers.size(); l++) {
            Layer one = expected.get(l);
            Layer other = layers.get(l);
            if (one.getClass() != other.getClass() || one.inputs() != other.inputs() || one.outputs() != other.outputs()
                    || one.parameters() != other.parameters()) {
                throw new IllegalArgumentException(String.format(Locale.ROOT,
                        "layer %d of networks that share parameters must be alike, was %s of %d to %d and %s of %d to %d", l + 1,
                        name(one), one.inputs(), one.outputs(), name(other), other.inputs(), other.outputs()));
            }
        }
    }

    /// Its class.
    static String name(Layer layer) {
        return layer.getClass().getSimpleName();
    }
}
