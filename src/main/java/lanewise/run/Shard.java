package lanewise.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One machine's part of a plan, written `2/5`. All rounds of a row are measured on one machine, and so are rows that are compared with each
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
        List<List<Row>> groups = new ArrayList<>(groups(rows));
        if (groups.size() < of) {
            throw refused("divides these rows by at most " + groups.size()
                    + ", because rows that are compared with each other stay on one machine; was " + of);
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
        for (Row row : rows) seconds += row.jvm().seconds();
        return seconds;
    }

    /// Rows of one group, each with the roofs that they name. Roofs that no row names are a group as well.
    private static List<List<Row>> groups(List<Row> rows) {
        Map<String, Row> roofs = new LinkedHashMap<>();
        Map<String, Set<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            if (row.family().isRoof()) roofs.put(row.id(), row);
            else
                groups.computeIfAbsent(row.group(), _ -> new LinkedHashSet<>()).add(row);
        }
        Set<Row> unused = new LinkedHashSet<>(roofs.values());
        for (Set<Row> group : groups.values()) {
            List<Row> needed = group.stream().flatMap(row -> row.roofs().names().map(row::idOf)).distinct().map(roofs::get)
                    .filter(Objects::nonNull).toList();
            group.addAll(needed);
            needed.forEach(unused::remove);
        }
        List<Set<Row>> all = new ArrayList<>(groups.values());
        if (!unused.isEmpty()) all.add(unused);
        return all.stream().map(List::copyOf).toList();
    }
}
