package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import lanewise.optim.Catalogue;
import org.junit.jupiter.api.Test;

class LatencyBenchmarkTest {

    /// The collector that this JVM runs with.
    private static Collector own() {
        List<String> beans = ManagementFactory.getGarbageCollectorMXBeans().stream().map(GarbageCollectorMXBean::getName).toList();
        if (beans.stream().anyMatch(bean -> bean.startsWith("G1"))) return Collector.G1;
        return beans.stream().anyMatch(bean -> bean.startsWith("ZGC")) ? Collector.ZGC : Collector.PARALLEL;
    }

    private static LatencyBenchmark benchmark(long rate) {
        LatencyBenchmark benchmark = new LatencyBenchmark();
        benchmark.optimizer = Catalogue.ADAM;
        benchmark.variant = "SIMD";
        benchmark.size = 100;
        benchmark.collector = own();
        benchmark.rate = rate;
        return benchmark;
    }

    private static boolean isKnown() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream().noneMatch(bean -> bean.getName().contains("Copy")); // Serial, on small machines
    }

    @Test
    void aStepThatWaitsForAPauseCountsFromWhenItWasDue() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(isKnown());
        LatencyBenchmark benchmark = benchmark(1_000);
        benchmark.checkCollector();
        benchmark.setUp();
        benchmark.begin();
        Thread.sleep(30); // thirty steps are late
        for (int k = 0; k < 30; k++) benchmark.step();
        assertThat(benchmark.latencies().getTotalCount()).isEqualTo(30);
        assertThat(benchmark.latencies().getMaxValue()).isGreaterThan(25_000_000);
        assertThat(benchmark.latencies().getValueAtPercentile(40)).as("those after it were late too").isGreaterThan(5_000_000);
        assertThat(benchmark.minibatch).hasSize(64 * 196);
    }

    @Test
    void anotherCollectorIsRefused() {
        LatencyBenchmark benchmark = benchmark(0);
        benchmark.collector = own() == Collector.ZGC ? Collector.G1 : Collector.ZGC;
        assertThatThrownBy(benchmark::checkCollector).isInstanceOf(RefusedTrialException.class)
                .hasMessageContaining("needs a JVM with -XX:+Use");
    }
}
