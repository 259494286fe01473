package lanewise.experiment;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Pictures as PNG files.
public final class Drawing {

    private static final int CURVE_POINTS = 600;
    private static final int PIXELS = 2; // each way, for screens and print that show them
    private static final int HUNDREDTHS = 12; // of a second, for a frame
    private static final Color MARK = new Color(0xfe01fd); // of the plot, until its place is known
    private static final Color CLEAR = new Color(0, 0, 0, 0);

    /// Of a longer path the line alone is drawn: marks would touch each other.
    private static final int MOST_MARKS = 250;

    /// Told apart by all eyes (Okabe and Ito).
    static final List<Color> COLOURS = List.of(new Color(0x0072b2), new Color(0xd55e00), new Color(0x009e73), new Color(0xcc79a7),
            new Color(0xe69f00), new Color(0x56b4e9), new Color(0x444444));

    private Drawing() {}

    /// Draws a picture into a file.
    ///
    /// @throws IOException if the file cannot be written
    public static void write(Picture picture, Path file) throws IOException {
        XYChart chart = chart(picture);
        ChartFiles.png(hasGround(picture) ? over(ground(picture, PIXELS), chart, PIXELS) : ChartFiles.image(chart), file);
    }

    /// Draws how far the paths over contours have come, step by step, into an animated GIF file.
    ///
    /// @param frames about so many
    /// @throws IOException if the file cannot be written
    public static void writeAnimation(Picture picture, int frames, Path file) throws IOException {
        int longest = picture.paths().stream().mapToInt(path -> path.x().length).max().orElseThrow();
        BufferedImage ground = ground(picture, 1);
        List<BufferedImage> images = new ArrayList<>();
        for (int k = 1, points = 0; points < longest; k++) {
            int next = (int) Math.round(Math.pow(longest, (double) k / frames)); // the first steps are the fastest
            points = Math.clamp(next, points + 1, longest);
            images.add(over(ground, chart(picture.until(points)), 1));
        }
        Files.write(file, Animation.gif(images, HUNDREDTHS));
    }

    private static boolean hasGround(Picture picture) {
        return picture.landscape() != null && picture.landscape().dimensions() == 2;
    }

    /// Shades and contour lines where the chart's plot will be.
    private static BufferedImage ground(Picture picture, int pixels) {
        XYChart chart = chart(picture);
        chart.getStyler().setPlotBackgroundColor(MARK);
        Rectangle plot = Shading.of(MARK, ChartFiles.image(chart, ChartFiles.WIDTH, ChartFiles.HEIGHT, 1));
        return ChartFiles.image(ChartFiles.WIDTH, ChartFiles.HEIGHT, pixels, graphics -> {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, ChartFiles.WIDTH, ChartFiles.HEIGHT);
            Shading.paint(graphics, plot, picture);
            Shading.paintContours(graphics, plot, picture);
        });
    }

    private static BufferedImage over(BufferedImage ground, XYChart chart, int pixels) {
        chart.getStyler().setPlotBackgroundColor(CLEAR).setChartBackgroundColor(CLEAR);
        return ChartFiles.image(ChartFiles.WIDTH, ChartFiles.HEIGHT, pixels, graphics -> {
            graphics.drawImage(ground, 0, 0, ChartFiles.WIDTH, ChartFiles.HEIGHT, null);
            chart.paint(graphics, ChartFiles.WIDTH, ChartFiles.HEIGHT);
        });
    }

    private static XYChart chart(Picture picture) {
        XYChart chart = new XYChartBuilder().width(ChartFiles.WIDTH).height(ChartFiles.HEIGHT).title(picture.title())
                .xAxisTitle(picture.xLabel())
                .yAxisTitle(picture.yLabel()).build();
        style(chart, picture);
        if (picture.landscape() != null && picture.landscape().dimensions() == 1) addCurve(chart, picture);
        for (int k = 0; k < picture.paths().size(); k++) addPath(chart, picture.paths().get(k), COLOURS.get(k));
        if (picture.landscape() != null) addMinimum(chart, picture);
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

    /// A cross where the landscape is lowest within the picture, unless that is at its border.
    private static void addMinimum(XYChart chart, Picture picture) {
        Landscape landscape = picture.landscape();
        landscape.minimum().filter(p -> p[0] > picture.x().from() && p[0] < picture.x().to()).ifPresent(p -> {
            double y = landscape.dimensions() == 1 ? landscape.value(p) : p[1];
            chart.addSeries("minimum", new double[]{p[0]}, new double[]{y}).setMarker(SeriesMarkers.CROSS).setMarkerColor(Color.BLACK)
                    .setLineColor(Color.BLACK);
        });
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
