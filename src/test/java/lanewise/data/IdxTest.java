package lanewise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {

    /// Two images of 2 × 3.
    private static final byte[] IMAGES = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 3, 4, 5, (byte) 250, (byte) 251,
            (byte) 252,
            (byte) 253, (byte) 254, (byte) 255};
    private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 3, 9};

    @TempDir
    private Path folder;

    private Path file(byte... bytes) throws IOException {
        return Files.write(folder.resolve("file"), bytes);
    }

    private static byte[] gzipped(byte... bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void plainAndGzippedFilesAreRead() throws Exception {
        for (byte[] bytes : new byte[][]{IMAGES, gzipped(IMAGES)}) {
            Idx images = Idx.read(file(bytes), 3);
            assertThat(new int[]{images.size(0), images.size(1), images.size(2)}).containsExactly(2, 2, 3);
            assertThat(images.at(1)).isEqualTo(1);
            assertThat(images.at(11)).isEqualTo(255);
        }
    }

    @Test
    void everythingElseIsRefusedByName() throws Exception {
        byte[] gzipped = gzipped(IMAGES);
        byte[] damaged = gzipped.clone();
        damaged[gzipped.length - 6] ^= 1; // its checksum
        byte[] huge = IMAGES.clone();
        huge[4] = 127;
        byte[] empty = IMAGES.clone();
        empty[7] = 0;
        refused("cut off", "is truncated: it must hold 12 values, as its sizes [2, 2, 3] say, and holds 11",
                Arrays.copyOf(IMAGES, IMAGES.length - 1));
        refused("cut off in its sizes", "is truncated", Arrays.copyOf(IMAGES, 9));
        refused("empty", "is truncated");
        refused("gzipped and cut off", "is truncated", Arrays.copyOf(gzipped, gzipped.length - 9));
        refused("gzipped and damaged", "is not gzipped as it should be", damaged);
        refused("too long", "must end after the 12 values", Arrays.copyOf(IMAGES, IMAGES.length + 1));
        refused("of labels", "must be an IDX file of bytes in 3 dimensions, whose first four bytes are 00000803, had 00000801", LABELS);
        refused("of text", "had 68656C6C", "hello world".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        refused("of sizes beyond an array", "must fit in an array", huge);
        refused("without an image", "must have sizes above 0, dimension 1 has 0", empty);
        assertThatThrownBy(() -> Idx.read(folder.resolve("none"), 1)).isInstanceOf(UnusableFileException.class)
                .hasMessage(folder.resolve("none") + " is missing");
    }

    private void refused(String what, String because, byte... bytes) throws IOException {
        Path file = file(bytes);
        assertThatThrownBy(() -> Idx.read(file, 3)).as(what).isInstanceOf(UnusableFileException.class)
                .hasMessageStartingWith(file.toString()).hasMessageContaining(because);
    }

    @Test
    void aFolderMustHaveAllFourFilesAndALabelAnImage() throws Exception {
        Files.write(folder.resolve("train-images-idx3-ubyte"), IMAGES);
        assertThatThrownBy(() -> ImageSet.find(Optional.of(folder))).isInstanceOf(UnusableFileException.class)
                .hasMessage(folder + " must have a file train-labels-idx1-ubyte, gzipped or not, has none");
        Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), gzipped(LABELS));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), IMAGES);
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), new byte[]{0, 0, 8, 1, 0, 0, 0, 1, 3});
        assertThatThrownBy(() -> ImageSet.find(Optional.of(folder))).isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("must have a label for each of the 2 images").hasMessageEndingWith("has 1");
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), new byte[]{0, 0, 8, 1, 0, 0, 0, 2, 3, 10});
        assertThatThrownBy(() -> ImageSet.find(Optional.of(folder))).isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("must have labels from 0 to 9, image 1 has 10");
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), LABELS);
        ImageSet set = ImageSet.find(Optional.of(folder));
        assertThat(set.isSubset()).isFalse();
        assertThat(set.training().label(1)).isEqualTo(9);
        assertThat(set.test().value(1, 5)).isEqualTo(1f);
    }

    @Test
    void theJarHoldsASubset() {
        ImageSet set = ImageSet.subset();
        assertThat(set.isSubset()).isTrue();
        assertThat(set.training().count()).isEqualTo(2_000);
        assertThat(set.test().count()).isEqualTo(1_000);
        assertThat(set.training().side()).isEqualTo(14);
        int[] counts = new int[10];
        for (int i = 0; i < 2_000; i++) counts[set.training().label(i)]++;
        assertThat(counts).containsOnly(200);
        assertThat(set.sized(784).test().side()).isEqualTo(28);
        assertThat(set.sized(784).sized(196).test().checksum()).isEqualTo(set.test().checksum());
        assertThatThrownBy(() -> set.sized(100)).hasMessageContaining("the network takes 100");
    }
}
