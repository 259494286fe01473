package lanewise.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The control groups of Linux that this process is in, which may limit its processor time: its own and all around it, as far as a container
/// shows them. Both versions are read, also side by side.
///
/// @param version2 folders of control groups of version 2, the innermost first
/// @param version1 folders of the processor controller of version 1, likewise
record ControlGroups(List<Path> version2, List<Path> version1) {

    private static final String CONTROLLER = "cpu";

    /// @param root of the file system, another one than `/` in tests
    static ControlGroups in(Path root) {
        List<String> groups = lines(root.resolve("proc/self/cgroup"));
        List<Path> version2 = new ArrayList<>();
        List<Path> version1 = new ArrayList<>();
        for (String mount : lines(root.resolve("proc/self/mountinfo"))) {
            // such as "30 23 0:26 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw", where fields before the dash are optional
            String[] place = mount.split(" - ", 2)[0].split(" ");
            String[] type = mount.contains(" - ") ? mount.split(" - ", 2)[1].split(" ") : new String[0];
            if (place.length < 5 || type.length < 3) continue;
            boolean second = type[0].equals("cgroup2");
            if (!second && !(type[0].equals("cgroup") && Arrays.asList(type[2].split(",")).contains(CONTROLLER))) continue;
            Path top = root.resolve(unescaped(place[4]).substring(1));
            for (String line : groups) {
                String[] group = line.split(":", 3); // number, controllers, path
                if (group.length < 3 || !(second ? group[1].isEmpty() : Arrays.asList(group[1].split(",")).contains(CONTROLLER))) continue;
                (second ? version2 : version1).addAll(upwards(top, unescaped(place[3]), group[2]));
            }
        }
        return new ControlGroups(List.copyOf(version2), List.copyOf(version1));
    }

    /// The group's folder and those around it up to the mount's. A container without a namespace of its own sees a mount that begins at its
    /// own group, while the group's path begins outside.
    private static List<Path> upwards(Path top, String mounted, String group) {
        String below = mounted.equals("/") ? group : group.startsWith(mounted) ? group.substring(mounted.length()) : "";
        Path folder = top.resolve(below.replaceFirst("^/+", "")).normalize();
        if (!folder.startsWith(top) || !Files.isDirectory(folder)) folder = top; // what lies outside of a namespace is written with ".."
        List<Path> folders = new ArrayList<>();
        for (; folder != null && folder.startsWith(top); folder = folder.getParent()) folders.add(folder);
        return folders;
    }

    /// The kernel writes a space and its like as `\040`.
    private static String unescaped(String path) {
        return path.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }

    /// How many processors' time the narrowest quota gives; infinite if there is none.
    double processors() {
        double least = Double.POSITIVE_INFINITY;
        for (Path group : version2) {
            String[] quotaAndPeriod = first(group.resolve("cpu.max")).split(" ");
            if (quotaAndPeriod.length == 2) least = Math.min(least, quotient(quotaAndPeriod[0], quotaAndPeriod[1]));
        }
        for (Path group : version1) {
            least = Math.min(least, quotient(first(group.resolve("cpu.cfs_quota_us")), first(group.resolve("cpu.cfs_period_us"))));
        }
        return least;
    }

    /// Quota periods so far that ended with a halt.
    long throttled() {
        return Stream.concat(version2.stream(), version1.stream()).flatMap(group -> lines(group.resolve("cpu.stat")).stream())
                .filter(line -> line.matches("nr_throttled \\d{1,18}"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    /// No quota is `max` in version 2 and -1 in version 1.
    private static double quotient(String quota, String period) {
        boolean isLimit = quota.matches("\\d{1,18}") && period.matches("[1-9]\\d{0,17}");
        return isLimit ? (double) Long.parseLong(quota) / Long.parseLong(period) : Double.POSITIVE_INFINITY;
    }

    private static String first(Path file) {
        return lines(file).stream().findFirst().orElse("").strip();
    }

    private static List<String> lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // another system, or not for this user
        }
    }
}
