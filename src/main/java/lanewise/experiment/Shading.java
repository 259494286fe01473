package lanewise.experiment;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/// The ground of a picture: coloured by its height, the lower, the darker, in as many shades as there are contour lines.
final class Shading {

    private static final int COLUMNS = 320;
    private static final int ROWS = 200;
    private static final int SHADES = 16;

    private Shading() {}

    /// Fills the plot's rectangle. Equal parts of it have equal shades, as contour lines divide it.
    static void paint(Graphics2D graphics, Rectangle plot, Picture picture) {
        double[][] heights = new double[COLUMNS][ROWS];
        for (int i = 0; i < COLUMNS; i++) {
            double x = picture.x().from() + (i + 0.5) / COLUMNS * (picture.x().to() - picture.x().from());
            for (int j = 0; j < ROWS; j++) {
                double y = picture.y().to() - (j + 0.5) / ROWS * (picture.y().to() - picture.y().from());
                heights[i][j] = picture.landscape().value(x, y);
            }
        }
        double[] sorted = Arrays.stream(heights).flatMapToDouble(DoubleStream::of).sorted().toArray();
        double width = plot.getWidth() / COLUMNS;
        double height = plot.getHeight() / ROWS;
        for (int i = 0; i < COLUMNS; i++) {
            for (int j = 0; j < ROWS; j++) {
                int rank = Arrays.binarySearch(sorted, heights[i][j]);
                graphics.setColor(shade((double) rank / sorted.length));
                graphics.fill(new Rectangle2D.Double(plot.x + i * width, plot.y + j * height, width + 0.5, height + 0.5));
            }
        }
    }

    /// Draws contour lines, that of low ground darker.
    static void paintContours(Graphics2D graphics, Rectangle plot, Picture picture) {
        Contours contours = new Contours(picture.landscape(), picture.x(), picture.y());
        double[] levels = contours.levels(SHADES);
        graphics.setStroke(new BasicStroke(1));
        for (int k = 0; k < levels.length; k++) {
            float share = (float) k / levels.length;
            graphics.setColor(new Color(0.55f + 0.33f * share, 0.60f + 0.29f * share, 0.68f + 0.23f * share));
            for (Contours.Segment segment : contours.at(levels[k])) {
                graphics.draw(
                        new Line2D.Double(x(plot, picture, segment.x1()), y(plot, picture, segment.y1()), x(plot, picture, segment.x2()),
                                y(plot, picture, segment.y2())));
            }
        }
    }

    private static double x(Rectangle plot, Picture picture, double x) {
        return plot.x + (x - picture.x().from()) / (picture.x().to() - picture.x().from()) * plot.width;
    }

    private static double y(Rectangle plot, Picture picture, double y) {
        return plot.y + (picture.y().to() - y) / (picture.y().to() - picture.y().from()) * plot.height;
    }

    private static Color shade(double share) {
        int lightness = (int) (share * SHADES);
        return new Color(0xcb + 3 * lightness, 0xd9 + 2 * lightness, 0xe8 + lightness);
    }

    /// Where a picture has a colour that nothing else has.
    static Rectangle of(Color colour, BufferedImage image) {
        Rectangle found = new Rectangle(0, 0, -1, -1);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if (image.getRGB(x, y) == colour.getRGB()) found.add(new Rectangle(x, y, 1, 1));
            }
        }
        return found;
    }
}
