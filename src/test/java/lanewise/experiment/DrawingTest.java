package lanewise.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import lanewise.experiment.Picture.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(ExecutionMode.CONCURRENT)
class DrawingTest {

    @TempDir
    private Path folder;

    static Stream<Example> examples() {
        return Examples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aPictureHoldsEveryPathAndItsLandscape(Example example) throws Exception {
        Picture picture = example.picture();
        int[] pixels = plotted(picture);
        for (int k = 0; k < picture.paths().size(); k++) {
            int colour = Drawing.COLOURS.get(k).getRGB();
            assertThat(Arrays.stream(pixels).filter(pixel -> pixel == colour).count()).as(picture.paths().get(k).name()).isGreaterThan(100);
        }
        if (picture.landscape() != null) assertThat(Arrays.stream(pixels).filter(DrawingTest::isGrey).count()).isGreaterThan(5000);
    }

    /// The left part of a picture, without its legend.
    private int[] plotted(Picture picture) throws Exception {
        Path file = folder.resolve("picture.png");
        Drawing.write(picture, file);
        BufferedImage image = ImageIO.read(file.toFile());
        int width = image.getWidth();
        while (image.getRGB(width - 1, image.getHeight() / 10) == Color.WHITE.getRGB())
            width--; // to the plot's border, above the legend
        return image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    }

    /// As contours of low ground and curves are, and grid lines and shades are not.
    private static boolean isGrey(int pixel) {
        int red = pixel >> 16 & 0xff;
        int blue = pixel & 0xff;
        return red > 0x80 && red < 0xc8 && Math.abs(red - blue) < 0x30;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void pathsStayInThePicture(Example example) {
        Picture picture = example.picture();
        for (Picture.Path path : picture.paths()) {
            assertThat(Arrays.stream(path.x()).boxed()).as(path.name()).isNotEmpty()
                    .allMatch(x -> x >= picture.x().from() && x <= picture.x().to());
            assertThat(Arrays.stream(path.y()).boxed()).as(path.name()).hasSize(path.x().length)
                    .allMatch(y -> y >= picture.y().from() && y <= picture.y().to());
        }
    }

    @Test
    void anAnimationShowsEveryStepUpToTheLast() throws Exception {
        Picture race = Examples.all().stream().filter(Example::isRace).findFirst().orElseThrow().picture();
        Path file = folder.resolve("race.gif");
        Drawing.writeAnimation(race, 3, file);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(file.toFile()));
        assertThat(reader.getNumImages(true)).isEqualTo(3);
        assertThat(different(reader.read(0), reader.read(2))).isGreaterThan(500);
    }

    private static int different(BufferedImage one, BufferedImage other) {
        int count = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) if (one.getRGB(x, y) != other.getRGB(x, y)) count++;
        }
        return count;
    }

    @Test
    void aContourHasOneHeight() {
        Contours contours = new Contours(Landscape.SADDLE, new Range(-1, 1), new Range(-1, 1));
        double[] levels = contours.levels(9);
        assertThat(levels).hasSize(9).isSorted();
        for (double level : levels) {
            List<Contours.Segment> segments = contours.at(level);
            assertThat(segments).hasSizeGreaterThan(40).allSatisfy(segment -> {
                assertThat(Landscape.SADDLE.value(segment.x1(), segment.y1())).isCloseTo(level, within(1e-3));
                assertThat(Landscape.SADDLE.value(segment.x2(), segment.y2())).isCloseTo(level, within(1e-3));
            });
        }
    }
}
