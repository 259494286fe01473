package lanewise.experiment;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.internal.chartpart.Chart;
import org.w3c.dom.DOMImplementation;

/// Charts as files.
final class ChartFiles {

    static final int WIDTH = 960;
    static final int HEIGHT = 600;

    private static final int DECIMALS = 2; // of coordinates in SVG
    private static final int PIXELS = 2; // each way, for screens and print that show them

    static {
        System.setProperty("java.awt.headless", "true"); // files only: a display that cannot be reached is no matter
        ImageIO.setUseCache(false); // which would be on a disk that nobody named
    }

    private ChartFiles() {}

    /// The chart as pixels.
    static BufferedImage image(Chart<?, ?> chart) {
        return image(chart, WIDTH, HEIGHT, PIXELS);
    }

    static BufferedImage image(Chart<?, ?> chart, int width, int height, int pixels) {
        return image(width, height, pixels, graphics -> chart.paint(graphics, width, height));
    }

    /// What is painted, each point as so many pixels each way.
    static BufferedImage image(int width, int height, int pixels, Consumer<Graphics2D> painter) {
        BufferedImage image = new BufferedImage(width * pixels, height * pixels, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(pixels, pixels);
        painter.accept(graphics);
        graphics.dispose();
        return image;
    }

    /// Writes a PNG file.
    static void png(Chart<?, ?> chart, Path file) throws IOException {
        png(image(chart), file);
    }

    static void png(BufferedImage image, Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        Files.write(file, bytes.toByteArray());
    }

    /// Writes an SVG file.
    static void svg(Chart<?, ?> chart, Path file) throws IOException {
        Files.writeString(file, svg(WIDTH, HEIGHT, graphics -> chart.paint(graphics, WIDTH, HEIGHT)));
    }

    /// What is painted, as SVG.
    static String svg(int width, int height, Consumer<Graphics2D> painter) {
        SVGGeneratorContext context = SVGGeneratorContext
                .createDefault(implementation().createDocument("http://www.w3.org/2000/svg", "svg", null));
        context.setPrecision(DECIMALS);
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(width, height));
        painter.accept(graphics);
        Writer text = new StringWriter();
        try {
            graphics.stream(text, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static DOMImplementation implementation() {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation();
        } catch (ParserConfigurationException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
