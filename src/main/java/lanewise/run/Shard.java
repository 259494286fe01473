package lanewise.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One machine's part of a plan, written `2/5`. All rounds of a row are measured on one machine, and so are rows that are held against each
/// other, because a round's ratios say something only of one machine. A roof is measured wherever a row needs it.
///
/// @param number counted from 1
/// @param of     how many there are
public record Shard(int number, int of) {

    /// As many digits as [#parse] takes.
    static final int MOST = 9999;

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    /// @throws IllegalArgumentException if there is no such shard
    public Shard {
        Check.within("of", 1, MOST, of);
        Check.within("number", 1, of, number);
    }

    /// @throws RefusedException if it is not written like 2/5
    public static Shard parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) throw refused("is written like 2/5, the second of five machines, was \"" + text + "\"");
        int number = Integer.parseInt(matcher.group(1));
        int of = Integer.parseInt(matcher.group(2));
        if (number < 1 || number > of) throw refused("counts from 1/N to N/N, was \"" + text + "\"");
        return new Shard(number, of);
    }

    private static RefusedException refused(String what) {
        return new RefusedException(ExitCode.USAGE, "--shard " + what);
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }

    /// Its share of the rows, in their order; the same on every machine that is given the same rows and seed.
    ///
    /// @throws RefusedException if there are fewer groups of rows than shards
    public List<Row> share(List<Row> rows, long seed) {
        return shares(rows, of, seed).get(number - 1);
    }

    /// The shares of all machines. The longest group goes first, each to the machine that is then done soonest.
    private static List<List<Row>> shares(List<Row> rows, int of, long seed) {
        List<Row> roofs = rows.stream().filter(Shard::isRoof).toList();
        List<List<Row>> groups = new ArrayList<>(groups(rows, roofs));
        if (groups.size() < of) {
            throw refused("divides these rows by at most " + groups.size()
                    + ", because rows that are held against each other stay on one machine; was " + of);
        }
        Collections.shuffle(groups, new SplittableRandom(seed)); // no group stays on the same machine every night
        groups.sort(Comparator.comparingDouble((List<Row> group) -> seconds(group)).reversed());
        List<Set<Row>> shares = new ArrayList<>();
        for (int k = 0; k < of; k++) shares.add(new LinkedHashSet<>());
        for (List<Row> group : groups) {
            Set<Row> soonest = Collections.min(shares, Comparator.comparingDouble(share -> {
                Set<Row> more = new LinkedHashSet<>(share);
                more.addAll(group);
                return seconds(more);
            }));
            soonest.addAll(group);
        }
        return shares.stream().map(share -> rows.stream().filter(share::contains).toList()).toList();
    }

    private static double seconds(Iterable<Row> rows) {
        double seconds = 0;
        for (Row row : rows) seconds += row.seconds();
        return seconds;
    }

    /// Rows that must be together, each group with its roofs. Roofs that no row needs are a group as well.
    private static List<List<Row>> groups(List<Row> rows, List<Row> roofs) {
        Map<String, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            if (!isRoof(row)) groups.computeIfAbsent(heldWith(row), _ -> new ArrayList<>()).add(row);
        }
        Set<Row> unused = new LinkedHashSet<>(roofs);
        for (List<Row> group : groups.values()) {
            List<Row> needed = roofs.stream().filter(roof -> group.stream().anyMatch(row -> isRoofOf(roof, row))).toList();
            group.addAll(needed);
            unused.removeAll(needed);
        }
        if (!unused.isEmpty()) groups.put("", new ArrayList<>(unused));
        return List.copyOf(groups.values());
    }

    /// What rows that are held against each other have in common: variants, conditions and JVMs of an optimizer and size, factors of a
    /// product, and the passes and updates of a network and its layers in one variant. Sizes are held together if they round to the same power of two,
    /// as 1,000 and 1,024 do, which differ in the tail.
    private static String heldWith(Row row) {
        Map<String, String> parameters = row.parameters();
        if (parameters.containsKey("network")) return parameters.get("network") + " " + parameters.get("variant");
        if (parameters.containsKey("shape")) return parameters.get("shape");
        double size = Double.parseDouble(parameters.get("size"));
        return parameters.get("optimizer") + " " + Math.round(Math.log(size) / Math.log(2));
    }

    /// Whether a row says what the machine can do.
    public static boolean isRoof(Row row) {
        return Stream.of("optimizer", "shape", "network").noneMatch(row.parameters()::containsKey);
    }

    private static boolean isRoofOf(Row roof, Row row) {
        if (!roof.contestant().equals(row.contestant())) return false;
        Row.Work work = row.work();
        String operation = roof.parameters().get("operation");
        if (operation == null) {
            return roof.work().parameters() == work.parameters() && roof.work().bytesRead() == work.bytesRead()
                    && roof.work().bytesWritten() == work.bytesWritten()
                    && roof.parameters().containsKey("threads") == row.parameters().containsKey("threads");
        }
        return operation.equals("MULTIPLY_ADD")
                ? row.parameters().containsKey("shape") || row.parameters().containsKey("network")
                : work.divides() + work.roots() > 0;
    }
}
