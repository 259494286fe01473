package lanewise.train;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import lanewise.data.GeneratedSets;
import lanewise.data.ImageSet;
import lanewise.data.Samples;
import lanewise.data.Split;

/// The samples of a run, by the name of their set.
///
/// @param name       what a reader is told
/// @param training   what is learned from
/// @param validation what is looked at on the way; empty if nothing was set aside
/// @param test       what is looked at in the end, and on the way if nothing was set aside
/// @param note       what is to be said about the samples, or empty
public record TrainingSet(String name, Samples training, Optional<Samples> validation, Samples test, String note) {

    /// The sets that can be named.
    public enum Kind {
        /// Images of a folder, of Debian's package, or the subset in the jar.
        IMAGES,
        /// Three arms of a spiral, 300 samples.
        SPIRAL,
        /// Two crescents, 1,000 samples.
        TWO_CLASSES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /// The set of a name.
        ///
        /// @throws IllegalArgumentException if there is none of that name
        public static Kind of(String name) {
            for (Kind kind : values()) if (kind.toString().equals(name)) return kind;
            throw new IllegalArgumentException("data set \"" + name + "\" is not one of images, spiral, two-classes");
        }
    }

    /// The samples of a run. Of a generated set the test samples are drawn with another seed.
    ///
    /// @param folder of images; not read for a generated set
    /// @throws lanewise.data.UnusableFileException if a file of images cannot be used
    /// @throws IllegalArgumentException            if the network does not fit the set, or too many samples are set aside
    public static TrainingSet of(TrainingSettings settings, Optional<Path> folder) {
        TrainingSet whole = switch (Kind.of(settings.data())) {
            case IMAGES -> images(settings, folder);
            case SPIRAL -> generated(GeneratedSets.spiral(100, settings.seed()), GeneratedSets.spiral(100, settings.seed() + 1));
            case TWO_CLASSES -> generated(GeneratedSets.twoClasses(1_000, 0.2, settings.seed()),
                    GeneratedSets.twoClasses(1_000, 0.2, settings.seed() + 1));
        };
        if (settings.validation() == 0) return whole;
        Split split = Split.of(whole.training, settings.validation(), settings.seed());
        return new TrainingSet(whole.name, split.training(), Optional.of(split.validation()), whole.test, whole.note);
    }

    private static TrainingSet images(TrainingSettings settings, Optional<Path> folder) {
        ImageSet images = ImageSet.find(folder);
        ImageSet sized = images.sized(settings.named().layerList().getFirst().inputs());
        String note = images.isSubset()
                ? "This is " + ImageSet.SUBSET + ", 2,000 images to train with; scripts/fetch-data installs all 60,000."
                : "";
        if (sized.training().width() > images.training().width()) note += " Its pixels are repeated to fit the network.";
        return new TrainingSet(images.name(), sized.training(), Optional.empty(), sized.test(), note.strip());
    }

    private static TrainingSet generated(Samples training, Samples test) {
        return new TrainingSet(training.name(), training, Optional.empty(), test, "");
    }

    /// What is looked at on the way.
    public Samples watched() {
        return validation.orElse(test);
    }

    /// What [#watched] is called.
    public String watchedName() {
        return validation.isPresent() ? "validation" : "test";
    }
}
