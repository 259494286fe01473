package lanewise.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Rows that are compared with each other, by what they declare: rows of one group, and rows under the same memory roof with that roof. The
/// JVM configurations of a row are in one block as well. Arithmetic takes the same time wherever the arrays lie, so its roofs stand alone.
final class Blocks {

    private final int[] joinedTo; // an earlier row of the same block; itself where there is none

    private Blocks(List<Row> rows) {
        joinedTo = new int[rows.size()];
        Map<String, Integer> first = new HashMap<>(); // row that declares it
        for (int row = 0; row < joinedTo.length; row++) {
            joinedTo[row] = row;
            for (String declared : declared(rows.get(row)).toList()) {
                Integer other = first.putIfAbsent(declared, row);
                if (other != null) join(row, other);
            }
        }
    }

    /// The blocks in the order of their first rows.
    static Collection<List<Row>> of(List<Row> rows) {
        Blocks joined = new Blocks(rows);
        Map<Integer, List<Row>> blocks = new LinkedHashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            blocks.computeIfAbsent(joined.first(row), _ -> new ArrayList<>()).add(rows.get(row));
        }
        return blocks.values();
    }

    private static Stream<String> declared(Row row) {
        Stream<String> names = Stream.concat(Stream.of(row.name()), row.roofs().memory().stream()).map("row "::concat);
        return row.family().isRoof() ? names : Stream.concat(names, Stream.of("group " + row.group()));
    }

    private void join(int one, int other) {
        int a = first(one);
        int b = first(other);
        joinedTo[Math.max(a, b)] = Math.min(a, b);
    }

    private int first(int row) {
        int first = row;
        while (joinedTo[first] != first)
            first = joinedTo[first];
        return first;
    }
}
