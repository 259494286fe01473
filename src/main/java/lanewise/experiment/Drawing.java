package lanewise.experiment;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Pictures as PNG files.
public final class Drawing {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 600;
    private static final int PIXELS = 2; // each way, for screens and print that show them
    private static final int LEVELS = 16;
    private static final int CURVE_POINTS = 600;

    /// Of a longer path the line alone is drawn: marks would touch each other.
    private static final int MOST_MARKS = 250;

    /// Told apart by all eyes (Okabe and Ito).
    static final List<Color> COLOURS = List.of(new Color(0x0072b2), new Color(0xd55e00), new Color(0x009e73), new Color(0xcc79a7),
            new Color(0xe69f00), new Color(0x56b4e9), new Color(0x444444));

    static {
        System.setProperty("java.awt.headless", "true"); // files only: a display that cannot be reached is no matter
        ImageIO.setUseCache(false); // which would be on a disk that nobody named
    }

    private Drawing() {}

    /// Draws a picture into a file.
    ///
    /// @throws IOException if the file cannot be written
    public static void write(Picture picture, Path file) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH * PIXELS, HEIGHT * PIXELS, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(PIXELS, PIXELS);
        chart(picture).paint(graphics, WIDTH, HEIGHT);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        Files.write(file, bytes.toByteArray());
    }

    private static XYChart chart(Picture picture) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(picture.title()).xAxisTitle(picture.xLabel())
                .yAxisTitle(picture.yLabel()).build();
        style(chart, picture);
        if (picture.landscape() != null && picture.landscape().dimensions() == 2) addContours(chart, picture);
        if (picture.landscape() != null && picture.landscape().dimensions() == 1) addCurve(chart, picture);
        for (int k = 0; k < picture.paths().size(); k++) addPath(chart, picture.paths().get(k), COLOURS.get(k));
        return chart;
    }

    private static void style(XYChart chart, Picture picture) {
        var styler = chart.getStyler();
        styler.setXAxisMin(picture.x().from()).setXAxisMax(picture.x().to());
        styler.setYAxisMin(picture.y().from()).setYAxisMax(picture.y().to());
        styler.setPlotGridLinesVisible(picture.landscape() == null || picture.landscape().dimensions() == 1);
        styler.setPlotGridLinesColor(new Color(0xe6e6e6));
        styler.setPlotContentSize(1);
        styler.setXAxisDecimalPattern("0.##").setYAxisDecimalPattern("0.##");
        styler.setAxisTitleFont(font(Font.PLAIN, 14)).setAxisTickLabelsFont(font(Font.PLAIN, 12));
        styler.setChartTitleFont(font(Font.PLAIN, 15)).setChartTitleBoxVisible(false);
        styler.setChartBackgroundColor(Color.WHITE).setPlotBorderColor(new Color(0xb0b0b0));
        styler.setLegendFont(font(Font.PLAIN, 12)).setLegendBorderColor(Color.WHITE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setMarkerSize(4);
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /// One series a level; NaN parts its pieces.
    private static void addContours(XYChart chart, Picture picture) {
        Contours contours = new Contours(picture.landscape(), picture.x(), picture.y());
        double[] levels = contours.levels(LEVELS);
        for (int k = 0; k < levels.length; k++) {
            List<Contours.Segment> segments = contours.at(levels[k]);
            double[] x = segments.stream().flatMapToDouble(s -> DoubleStream.of(s.x1(), s.x2(), s.x2())).toArray();
            double[] y = segments.stream().flatMapToDouble(s -> DoubleStream.of(s.y1(), s.y2(), Double.NaN)).toArray();
            if (x.length == 0) continue;
            float share = (float) k / levels.length; // low is dark
            Color grey = new Color(0.55f + 0.33f * share, 0.60f + 0.29f * share, 0.68f + 0.23f * share);
            plain(chart.addSeries("level " + k, x, y), grey, 1).setShowInLegend(false);
        }
    }

    private static void addCurve(XYChart chart, Picture picture) {
        double[] x = IntStream.rangeClosed(0, CURVE_POINTS)
                .mapToDouble(k -> picture.x().from() + (picture.x().to() - picture.x().from()) * k / CURVE_POINTS).toArray();
        double[] y = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            double height = picture.landscape().value(x[k]);
            y[k] = height > picture.y().to() ? Double.NaN : height; // the plot would be left
        }
        plain(chart.addSeries("f", x, y), new Color(0x999999), 1.5f).setShowInLegend(false);
    }

    private static XYSeries plain(XYSeries series, Color colour, float width) {
        series.setMarker(SeriesMarkers.NONE).setLineColor(colour).setLineStyle(new BasicStroke(width));
        return series;
    }

    private static void addPath(XYChart chart, Picture.Path path, Color colour) {
        XYSeries line = chart.addSeries(path.name(), path.x(), path.y());
        line.setMarker(path.x().length <= MOST_MARKS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE).setMarkerColor(colour)
                .setLineColor(colour).setLineStyle(new BasicStroke(1.4f));
    }
}
