package lanewise.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What is drawn of an example: paths over a landscape, or numbers by step.
///
/// @param landscape contours if it has two coordinates, a curve if it has one; null for numbers by step
/// @param x         from and to, shown
/// @param y         from and to, shown
public record Picture(String title, String xLabel, String yLabel, Landscape landscape, Range x, Range y, List<Path> paths) {

    /// A part of an axis.
    public record Range(double from, double to) {}

    /// A line from point to point.
    public record Path(String name, double[] x, double[] y) {

        private Path until(int points) {
            int kept = Math.min(points, x.length);
            return new Path(name, Arrays.copyOf(x, kept), Arrays.copyOf(y, kept));
        }

        private Path lifted(double height) {
            return new Path(name, x, Arrays.stream(y).map(value -> value + height).toArray());
        }
    }

    /// The same with the first points of each path only.
    Picture until(int points) {
        return new Picture(title, xLabel, yLabel, landscape, x, y, paths.stream().map(path -> path.until(points)).toList());
    }

    /// Tracks over a landscape of two coordinates.
    static Picture contours(String title, Landscape landscape, Range x, Range y, List<Path> paths) {
        return new Picture(title, "x", "y", landscape, x, y, paths);
    }

    /// Tracks along the curve of a landscape of one coordinate, each a little higher than the last, so that none hides another.
    static Picture curve(String title, Landscape landscape, Range x, Range y, double lift, List<Path> paths) {
        List<Path> lifted = IntStream.range(0, paths.size()).mapToObj(k -> paths.get(k).lifted((k + 1) * lift)).toList();
        return new Picture(title, "x", String.format(Locale.ROOT, "f(x), each path %s above the last", lift), landscape, x, y, lifted);
    }

    /// The points of a track: its coordinates, or the only one and the height there.
    static Path path(String name, Landscape landscape, Track track) {
        double[] x = track.points().stream().mapToDouble(point -> point[0]).toArray();
        double[] y = track.points().stream().mapToDouble(point -> landscape.dimensions() == 1 ? landscape.value(point) : point[1])
                .toArray();
        return new Path(name, x, y);
    }
}
