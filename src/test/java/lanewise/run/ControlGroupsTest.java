package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Quotas as the kernel shows them, below a folder that stands for the root of the file system.
class ControlGroupsTest {

    private static final String VERSION_2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";
    private static final String VERSION_1 = "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:10 - cgroup cgroup rw,cpu,cpuacct\n"
            + "33 31 0:30 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n";

    @TempDir
    private Path root;

    private void write(String file, String content) throws Exception {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private ControlGroups groups(String mounts, String groups) throws Exception {
        write("proc/self/mountinfo", "23 1 8:1 / / rw - ext4 /dev/sda1 rw\n" + mounts);
        write("proc/self/cgroup", groups);
        return ControlGroups.in(root);
    }

    @Test
    void version2TakesTheNarrowestOfNestedGroups() throws Exception {
        write("sys/fs/cgroup/cpu.stat", "usage_usec 1\nnr_periods 0\nnr_throttled 0\n");
        write("sys/fs/cgroup/a.slice/cpu.max", "150000 100000\n");
        write("sys/fs/cgroup/a.slice/cpu.stat", "nr_periods 167\nnr_throttled 154\nthrottled_usec 9\n");
        write("sys/fs/cgroup/a.slice/b/cpu.max", "max 100000\n");
        write("sys/fs/cgroup/a.slice/b/cpu.stat", "nr_throttled 2\n");
        write("sys/fs/cgroup/a.slice/sibling/cpu.max", "1000 100000\n");
        ControlGroups groups = groups(VERSION_2, "0::/a.slice/b\n");
        assertThat(groups.processors()).isCloseTo(1.5, within(1e-12));
        assertThat(groups.throttled()).isEqualTo(156);
        write("sys/fs/cgroup/a.slice/b/cpu.stat", "nr_throttled 5\n");
        assertThat(groups.throttled()).isEqualTo(159);
    }

    @Test
    void version1IsReadWhereItsProcessorControllerIsMounted() throws Exception {
        write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
        write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
        write("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "25000\n");
        write("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "50000\n");
        write("sys/fs/cgroup/cpu,cpuacct/job/cpu.stat", "nr_periods 3\nnr_throttled 3\nthrottled_time 7\n");
        ControlGroups groups = groups(VERSION_1, "9:cpuset:/elsewhere\n4:cpu,cpuacct:/job\n");
        assertThat(groups.processors()).isCloseTo(0.5, within(1e-12));
        assertThat(groups.throttled()).isEqualTo(3);
    }

    /// Both versions side by side: processors may be limited by the older one while the newer is mounted without that controller.
    @Test
    void bothVersionsAreRead() throws Exception {
        write("sys/fs/cgroup/unified/x/cgroup.procs", "1\n");
        write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "300000\n");
        write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
        ControlGroups groups = groups(VERSION_1 + "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n",
                "4:cpu,cpuacct:/\n0::/x\n");
        assertThat(groups.processors()).isCloseTo(3, within(1e-12));
    }

    /// A container without a namespace of its own knows its group by the host's path, and sees only what is below it.
    @Test
    void aContainerSeesItsOwnGroupAtTheTop() throws Exception {
        write("sys/fs/cgroup/cpu.max", "200000 100000\n");
        write("sys/fs/cgroup/cpu.stat", "nr_throttled 1\n");
        String mount = VERSION_2.replace(" / /sys", " /docker/0a1b /sys");
        assertThat(groups(mount, "0::/docker/0a1b\n").processors()).isCloseTo(2, within(1e-12));
        assertThat(groups(mount, "0::/docker/other\n").processors()).isCloseTo(2, within(1e-12));
        assertThat(groups(VERSION_2, "0::/../other\n").throttled()).isEqualTo(1);
    }

    @Test
    void whereThereIsNothingToReadThereIsNoQuota() throws Exception {
        assertThat(ControlGroups.in(root).processors()).isInfinite();
        assertThat(ControlGroups.in(root).throttled()).isZero();
        write("sys/fs/cgroup/cpu.max", "nonsense\n");
        write("sys/fs/cgroup/cpu.stat", "nr_throttled many\n");
        ControlGroups groups = groups(VERSION_2 + "garbage\n", "0::/\nx\n");
        assertThat(groups.processors()).isInfinite();
        assertThat(groups.throttled()).isZero();
    }
}
