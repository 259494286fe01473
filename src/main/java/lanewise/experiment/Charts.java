package lanewise.experiment;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// The kinds of charts that experiments draw.
final class Charts {

    private static final int MOST_MARKS = 30;
    private static final int LEGEND_LETTERS = 110;

    private Charts() {}

    /// A line of a chart.
    record Line(String name, double[] x, double[] y) {

        /// Points at 1, 2, 3 and so on.
        static Line of(String name, double... y) {
            double[] x = new double[y.length];
            Arrays.setAll(x, i -> i + 1);
            return new Line(name, x, y);
        }
    }

    /// Lines over a common axis.
    ///
    /// @param logarithmic whether the y axis is; values not above 0 are left out then
    static XYChart lines(String title, String xLabel, String yLabel, boolean logarithmic, List<Line> lines) {
        XYChart chart = new XYChartBuilder().width(ChartFiles.WIDTH).height(ChartFiles.HEIGHT).title(title).xAxisTitle(xLabel)
                .yAxisTitle(yLabel).build();
        style(chart.getStyler());
        chart.getStyler().setYAxisLogarithmic(logarithmic).setYAxisLogarithmicDecadeOnly(false);
        if (lines.stream().mapToInt(line -> line.name.length() + 4).sum() > LEGEND_LETTERS) { // a line below would be cut off
            chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE).setLegendLayout(Styler.LegendLayout.Vertical);
        }
        for (int k = 0; k < lines.size(); k++) {
            Line line = lines.get(k);
            double[] y = logarithmic ? Arrays.stream(line.y).map(value -> value > 0 ? value : Double.NaN).toArray() : line.y;
            if (Arrays.stream(y).allMatch(Double::isNaN)) continue;
            Color colour = colour(k);
            XYSeries series = chart.addSeries(line.name, line.x, y);
            series.setMarker(line.x.length <= MOST_MARKS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE).setMarkerColor(colour)
                    .setLineColor(colour)
                    .setLineStyle(new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1,
                            k < Drawing.COLOURS.size() ? null : new float[]{6, 4}, 0));
        }
        return chart;
    }

    /// How many values of each group fall into each of the bins that divide their common range.
    static CategoryChart histogram(String title, String xLabel, int bins, Map<String, double[]> groups) {
        double low = groups.values().stream().flatMapToDouble(Arrays::stream).min().orElse(0);
        double high = groups.values().stream().flatMapToDouble(Arrays::stream).max().orElse(1);
        double width = high > low ? (high - low) / bins : 1;
        List<String> names = new ArrayList<>();
        for (int b = 0; b < bins; b++) names.add(String.format(Locale.ROOT, "%.4f", low + (b + 0.5) * width));
        CategoryChart chart = categories(title, xLabel, "runs");
        chart.getStyler().setOverlapped(true).setAvailableSpaceFill(0.95);
        chart.getStyler().setXAxisLabelRotation(60);
        int[] colour = {0};
        groups.forEach((name, values) -> {
            int[] counts = new int[bins];
            for (double value : values) counts[Math.clamp((int) ((value - low) / width), 0, bins - 1)]++;
            chart.addSeries(name, names, Arrays.stream(counts).boxed().toList()).setFillColor(translucent(colour(colour[0]++)));
        });
        return chart;
    }

    /// Means with their standard errors.
    static CategoryChart bars(String title, String yLabel, List<String> names, List<Double> means, List<Double> errors) {
        CategoryChart chart = categories(title, "", yLabel);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setAvailableSpaceFill(0.6);
        List<Double> drawn = errors.stream().map(error -> Double.isFinite(error) ? error : 0).toList();
        chart.addSeries("mean and standard error", names, means, drawn).setFillColor(colour(0));
        double top = 0;
        double bottom = Double.POSITIVE_INFINITY;
        for (int k = 0; k < means.size(); k++) {
            top = Math.max(top, means.get(k) + drawn.get(k));
            bottom = Math.min(bottom, means.get(k) - drawn.get(k));
        }
        if (bottom > 0.5 * top) { // bars of nearly one height
            double margin = Math.max(top - bottom, 1e-3 * top) * 0.5;
            chart.getStyler().setYAxisMin(bottom - margin).setYAxisMax(top + margin);
        }
        return chart;
    }

    private static CategoryChart categories(String title, String xLabel, String yLabel) {
        CategoryChart chart = new CategoryChartBuilder().width(ChartFiles.WIDTH).height(ChartFiles.HEIGHT).title(title).xAxisTitle(xLabel)
                .yAxisTitle(yLabel).build();
        style(chart.getStyler());
        return chart;
    }

    static Color colour(int k) {
        return Drawing.COLOURS.get(k % Drawing.COLOURS.size());
    }

    private static Color translucent(Color colour) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 150);
    }

    private static void style(AxesChartStyler styler) {
        styler.setPlotGridLinesColor(new Color(0xe6e6e6));
        styler.setAxisTitleFont(font(14)).setAxisTickLabelsFont(font(12));
        styler.setChartTitleFont(font(15)).setChartTitleBoxVisible(false);
        styler.setChartBackgroundColor(Color.WHITE).setPlotBorderColor(new Color(0xb0b0b0));
        styler.setLegendFont(font(12)).setLegendBorderColor(Color.WHITE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS).setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setMarkerSize(4);
        styler.setXAxisTickMarkSpacingHint(90);
    }

    private static Font font(int size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }
}
