package lanewise.experiment;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import lanewise.data.Samples;
import lanewise.nn.Network;
import lanewise.optim.Variant;

/// Which class a network of two inputs takes each point of the plane for, with the samples over it and numbers at the axes.
final class DecisionRegions {

    private static final int SIDE = 480; // of the plot, in pixels
    private static final int LEFT = 40;
    private static final int TOP = 30;
    private static final int BELOW = 30;
    private static final int CELLS = 120; // each way
    private static final double EDGE = 1.2; // of the coordinates shown

    private DecisionRegions() {}

    static byte[] png(Network network, Samples samples, String title) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image(network, samples, title, 2), "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] svg(Network network, Samples samples, String title) {
        return ChartFiles.svg(LEFT + SIDE + LEFT, TOP + SIDE + BELOW, graphics -> paint(graphics, network, samples, title))
                .getBytes(StandardCharsets.UTF_8);
    }

    /// A picture of an animation.
    static BufferedImage frame(Network network, Samples samples, String title) {
        return image(network, samples, title, 1);
    }

    private static BufferedImage image(Network network, Samples samples, String title, int pixels) {
        return ChartFiles.image(LEFT + SIDE + LEFT, TOP + SIDE + BELOW, pixels, graphics -> paint(graphics, network, samples, title));
    }

    private static void paint(Graphics2D graphics, Network network, Samples samples, String title) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, LEFT + SIDE + LEFT, TOP + SIDE + BELOW);
        int[] classes = classes(network);
        int cell = SIDE / CELLS;
        for (int row = 0; row < CELLS; row++) {
            for (int column = 0; column < CELLS;) {
                int end = column + 1; // cells of one class in a line are one rectangle
                while (end < CELLS && classes[row * CELLS + end] == classes[row * CELLS + column])
                    end++;
                graphics.setColor(pale(Charts.colour(classes[row * CELLS + column])));
                graphics.fillRect(LEFT + column * cell, TOP + row * cell, (end - column) * cell, cell);
                column = end;
            }
        }
        for (int i = 0; i < samples.count(); i++) {
            graphics.setColor(Charts.colour(samples.label(i)));
            graphics.fill(new Ellipse2D.Double(x(samples.value(i, 0)) - 2.5, y(samples.value(i, 1)) - 2.5, 5, 5));
        }
        axes(graphics, title);
    }

    private static void axes(Graphics2D graphics, String title) {
        graphics.setColor(new Color(0x444444));
        graphics.drawRect(LEFT, TOP, SIDE, SIDE);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        graphics.drawString(title, LEFT, TOP - 10);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        for (int tenths = -10; tenths <= 10; tenths += 5) {
            String number = Double.toString(tenths / 10.0).replace('-', '−');
            graphics.drawString(number, (float) x(tenths / 10.0) - 10, TOP + SIDE + 18);
            graphics.drawString(number, 8, (float) y(tenths / 10.0) + 4);
        }
    }

    private static double x(double value) {
        return LEFT + (value + EDGE) / (2 * EDGE) * SIDE;
    }

    private static double y(double value) {
        return TOP + (EDGE - value) / (2 * EDGE) * SIDE;
    }

    private static Color pale(Color colour) {
        return new Color((colour.getRed() + 2 * 255) / 3, (colour.getGreen() + 2 * 255) / 3, (colour.getBlue() + 2 * 255) / 3);
    }

    /// The class of the middle of each cell, line by line from the top.
    private static int[] classes(Network network) {
        float[] points = new float[2 * CELLS * CELLS];
        for (int cell = 0; cell < CELLS * CELLS; cell++) {
            int column = cell % CELLS;
            int row = cell / CELLS;
            points[2 * cell] = (float) (EDGE * ((2 * column + 1.0) / CELLS - 1));
            points[2 * cell + 1] = (float) (EDGE * (1 - (2 * row + 1.0) / CELLS));
        }
        network.setTraining(false);
        network.forward(Variant.SIMD, points, CELLS * CELLS);
        network.setTraining(true);
        float[] outputs = network.outputs();
        int width = network.outputWidth();
        int[] classes = new int[CELLS * CELLS];
        for (int cell = 0; cell < classes.length; cell++) {
            for (int k = 1; k < width; k++) {
                if (outputs[cell * width + k] > outputs[cell * width + classes[cell]]) classes[cell] = k;
            }
        }
        return classes;
    }
}
