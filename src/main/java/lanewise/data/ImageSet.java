package lanewise.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Images with their classes, divided into training and test images as they are distributed: MNIST, Fashion-MNIST, or the subset of
/// Fashion-MNIST in the jar. Pixels lie between 0 and 1.
///
/// Source: Xiao, Rasul and Vollgraf, *Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms*, 2017
/// (arXiv:1708.07747).
///
/// @param name     what messages and reports call it: that of its folder
/// @param isSubset whether it is the subset in the jar: 2,000 training and 1,000 test images of 14 × 14
public record ImageSet(String name, Samples training, Samples test, boolean isSubset) {

    /// Where Debian's package `dataset-fashion-mnist` puts its four files.
    public static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");

    /// What the subset is called.
    public static final String SUBSET = "the subset of Fashion-MNIST in the jar";

    private static final String RESOURCES = "fashion-mnist/";
    private static final int CLASSES = 10;
    private static final float WHITE = 255;

    /// The images of a folder if one is given, else those that Debian's package has installed, else the subset in the jar.
    ///
    /// @throws UnusableFileException if a file of the folder is missing, damaged or of another format
    public static ImageSet find(Optional<Path> folder) {
        if (folder.isPresent()) return read(folder.get());
        return Files.isDirectory(DEBIAN) ? read(DEBIAN) : subset();
    }

    /// The four files of a folder, named as they are distributed, gzipped or not.
    ///
    /// @throws UnusableFileException as [#find] does
    public static ImageSet read(Path folder) {
        if (!Files.isDirectory(folder)) throw new UnusableFileException(folder + " must be a folder with IDX files, is none");
        Path last = folder.toAbsolutePath().normalize().getFileName(); // none of the root
        String name = last == null ? folder.toString() : last.toString();
        return new ImageSet(name, read(folder, "train", name + ", training"), read(folder, "t10k", name + ", test"), false);
    }

    private static Samples read(Path folder, String part, String name) {
        Path imagesFile = file(folder, part + "-images-idx3-ubyte");
        Path labelsFile = file(folder, part + "-labels-idx1-ubyte");
        return samples(name, imagesFile.toString(), Idx.read(imagesFile, 3), labelsFile.toString(), Idx.read(labelsFile, 1));
    }

    private static Path file(Path folder, String name) {
        Path gzipped = folder.resolve(name + ".gz");
        Path plain = folder.resolve(name);
        if (Files.exists(plain)) return plain;
        if (Files.exists(gzipped)) return gzipped;
        throw new UnusableFileException(folder + " must have a file " + name + ", gzipped or not, has none");
    }

    /// The subset in the jar.
    public static ImageSet subset() {
        return new ImageSet(SUBSET, resource("train", SUBSET + ", training"), resource("t10k", SUBSET + ", test"), true);
    }

    private static Samples resource(String part, String name) {
        String images = RESOURCES + part + "-images-idx3-ubyte.gz";
        String labels = RESOURCES + part + "-labels-idx1-ubyte.gz";
        return samples(name, images, resource(images, 3), labels, resource(labels, 1));
    }

    private static Idx resource(String name, int dimensions) {
        try (InputStream bytes = ImageSet.class.getResourceAsStream(name)) {
            if (bytes == null) throw new UnusableFileException("the jar lacks " + name + ", build it again with: mvn package");
            return Idx.read(name, bytes, dimensions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Samples samples(String name, String imagesFile, Idx images, String labelsFile, Idx labels) {
        if (images.size(0) != labels.size(0)) {
            throw new UnusableFileException(labelsFile + " must have a label for each of the " + images.size(0) + " images of " + imagesFile
                    + ", has " + labels.size(0));
        }
        int width = images.size(1) * images.size(2);
        float[] pixels = new float[images.size(0) * width];
        for (int i = 0; i < pixels.length; i++) pixels[i] = images.at(i) / WHITE;
        int[] classes = new int[labels.size(0)];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = labels.at(i);
            if (classes[i] >= CLASSES) {
                throw new UnusableFileException(labelsFile + " must have labels from 0 to 9, image " + i + " has " + classes[i]);
            }
        }
        return new Samples(name, width, CLASSES, pixels, classes);
    }

    /// The same set with images of as many pixels as a network takes: 28 × 28 become 14 × 14 by means of 2 × 2, and 14 × 14 become 28 × 28
    /// by repetition.
    ///
    /// @throws IllegalArgumentException if the network takes another number of values
    public ImageSet sized(int width) {
        if (training.width() == width) return this;
        if (training.width() == 4 * width) return new ImageSet(name, training.halved(), test.halved(), isSubset);
        if (4 * training.width() == width) return new ImageSet(name, training.doubled(), test.doubled(), isSubset);
        throw new IllegalArgumentException("the images of " + name + " have " + training.width() + " pixels, the network takes " + width);
    }
}
