package lanewise.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import lanewise.experiment.Picture.Range;

/// Contour lines of a landscape of two coordinates, from its heights on a grid.
final class Contours {

    private static final int CELLS = 120;

    /// A piece of a contour line within one cell.
    record Segment(double x1, double y1, double x2, double y2) {}

    private final double[] xs;
    private final double[] ys;
    private final double[][] heights; // by x, then y

    Contours(Landscape landscape, Range x, Range y) {
        xs = grid(x);
        ys = grid(y);
        heights = new double[xs.length][ys.length];
        for (int i = 0; i < xs.length; i++) {
            for (int j = 0; j < ys.length; j++) heights[i][j] = landscape.value(xs[i], ys[j]);
        }
    }

    private static double[] grid(Range range) {
        return IntStream.rangeClosed(0, CELLS).mapToDouble(k -> range.from() + (range.to() - range.from()) * k / CELLS).toArray();
    }

    /// Heights that divide the area into equal parts, so that flat parts have their lines, too.
    double[] levels(int count) {
        double[] sorted = Arrays.stream(heights).flatMapToDouble(DoubleStream::of).sorted().toArray();
        return IntStream.rangeClosed(1, count).mapToDouble(k -> sorted[(int) ((long) k * (sorted.length - 1) / (count + 1))]).distinct()
                .toArray();
    }

    /// The line of one height. A cell is cut into two triangles, in which a line has one piece at most: no case is ambiguous.
    List<Segment> at(double level) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < xs.length - 1; i++) {
            for (int j = 0; j < ys.length - 1; j++) {
                addPiece(segments, level, new int[][]{{i, j}, {i + 1, j}, {i + 1, j + 1}});
                addPiece(segments, level, new int[][]{{i, j}, {i, j + 1}, {i + 1, j + 1}});
            }
        }
        return segments;
    }

    private void addPiece(List<Segment> segments, double level, int[][] corners) {
        List<double[]> ends = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            int[] p = corners[k];
            int[] q = corners[(k + 1) % 3];
            double a = heights[p[0]][p[1]];
            double b = heights[q[0]][q[1]];
            if (a < level == b < level) continue;
            double share = (level - a) / (b - a);
            ends.add(new double[]{xs[p[0]] + share * (xs[q[0]] - xs[p[0]]), ys[p[1]] + share * (ys[q[1]] - ys[p[1]])});
        }
        if (ends.size() == 2) segments.add(new Segment(ends.get(0)[0], ends.get(0)[1], ends.get(1)[0], ends.get(1)[1]));
    }
}
