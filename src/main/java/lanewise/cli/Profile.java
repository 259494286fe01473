package lanewise.cli;

import static lanewise.bench.BenchmarkVariant.SCALAR;
import static lanewise.bench.BenchmarkVariant.SIMD;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.bench.BenchmarkVariant;
import lanewise.bench.StepBenchmark;
import lanewise.optim.Catalogue;
import lanewise.run.Row;

/// A named list of rows, always the same, and the time that it takes unless told otherwise.
enum Profile {
    /// Whether everything works: the ends of the scale.
    SMOKE("1m"),
    /// What a developer waits for.
    QUICK("5m"),
    /// Every optimizer, variant and size.
    FULL("1h");

    private static final int VGG16 = 138_357_544;
    private static final int[] SIZES = {1_000, 1_024, 10_000, 100_000, 1_000_000, 10_000_000, VGG16};

    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

    private final String budget;

    Profile(String budget) {
        this.budget = budget;
    }

    /// As the command line takes it.
    String budget() {
        return budget;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        switch (this) {
            case SMOKE -> {
                for (BenchmarkVariant variant : BenchmarkVariant.values()) {
                    rows.add(row(Catalogue.ADAM, variant, 1_000));
                    rows.add(row(Catalogue.ADAM, variant, 10_000));
                }
                rows.add(row(Catalogue.SGD, SIMD, 1_000));
                rows.add(row(Catalogue.ADAM, SIMD, VGG16));
            }
            case QUICK -> {
                for (Catalogue optimizer : Catalogue.values()) {
                    for (BenchmarkVariant variant : BenchmarkVariant.values()) rows.add(row(optimizer, variant, 1_000));
                }
                for (BenchmarkVariant variant : BenchmarkVariant.values()) rows.add(row(Catalogue.ADAM, variant, 10_000));
                for (Catalogue optimizer : List.of(Catalogue.SGD, Catalogue.ADAM)) {
                    rows.add(row(optimizer, SCALAR, VGG16));
                    rows.add(row(optimizer, SIMD, VGG16));
                }
            }
            case FULL -> {
                for (Catalogue optimizer : Catalogue.values()) {
                    for (int size : SIZES) {
                        for (BenchmarkVariant variant : BenchmarkVariant.values()) rows.add(row(optimizer, variant, size));
                    }
                }
            }
        }
        return rows;
    }

    private static Row row(Catalogue optimizer, BenchmarkVariant variant, int size) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("optimizer", optimizer.name());
        parameters.put("variant", variant.name());
        parameters.put("size", Integer.toString(size));

        long bytes = (long) Float.BYTES * size * StepBenchmark.arrays(optimizer);
        long megabytes = (bytes >> 20) + 64; // 16 of them for the young generation, the arrays go to the old one
        List<String> jvmArgs = new ArrayList<>(List.of("--add-modules=jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseParallelGC", "-Xms" + megabytes + "m", "-Xmx" + megabytes + "m", "-Xmn16m", "-XX:+AlwaysPreTouch"));
        if (LINUX) jvmArgs.add("-XX:+UseTransparentHugePages"); // no other system knows the flag
        jvmArgs.addAll(variant.jvmArgs());

        double seconds = 1.1 + bytes * 1.5e-9;
        return new Row(StepBenchmark.class.getName() + ".step", parameters, jvmArgs, megabytes, seconds,
                new Row.Work(size, optimizer.bytesRead(), optimizer.bytesWritten(), optimizer.divides(), optimizer.roots(),
                        optimizer.formula(), optimizer.source()));
    }
}
