package lanewise.cli;

import static lanewise.bench.BenchmarkVariant.SCALAR;
import static lanewise.bench.BenchmarkVariant.SCALAR_NO_AUTOVEC;
import static lanewise.bench.BenchmarkVariant.SIMD;
import static lanewise.bench.BenchmarkVariant.UNROLLED;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lanewise.bench.ArithmeticBenchmark;
import lanewise.bench.ArithmeticBenchmark.Operation;
import lanewise.bench.BenchmarkVariant;
import lanewise.bench.DefaultPlacementBenchmark;
import lanewise.bench.LayerBenchmark;
import lanewise.bench.LbfgsBenchmark;
import lanewise.bench.LbfgsStreamBenchmark;
import lanewise.bench.MinibatchBenchmark;
import lanewise.bench.MixedSizesBenchmark;
import lanewise.bench.ParallelStepBenchmark;
import lanewise.bench.ParallelStreamBenchmark;
import lanewise.bench.SgemmBenchmark;
import lanewise.bench.SparseStepBenchmark;
import lanewise.bench.StepBenchmark;
import lanewise.bench.StreamBenchmark;
import lanewise.bench.StreamBenchmark.Form;
import lanewise.bench.StreamBenchmark.StreamCount;
import lanewise.bench.SubnormalStateBenchmark;
import lanewise.bench.TimedUpdate;
import lanewise.linalg.Product;
import lanewise.nn.Layer;
import lanewise.nn.NamedNetwork;
import lanewise.optim.Catalogue;
import lanewise.optim.Kernel;
import lanewise.roof.Arithmetic;
import lanewise.run.Row;
import lanewise.run.Row.Work;
import lanewise.simd.Lanes;

/// A named list of rows, always the same, and the time that it takes unless told otherwise. The roofs of its steps are part of it.
enum Profile {
    /// Whether everything works: the ends of the scale.
    SMOKE("1m"),
    /// What a developer waits for.
    QUICK("8m30s"),
    /// Every optimizer and variant; those of the textbooks at every size.
    FULL("2h"),
    /// What a change is held against before it is merged: every optimizer in cache, a few beyond it. No roofs.
    PR("5m"),
    /// What a night has time for, likewise without roofs.
    NIGHTLY("30m");

    private static final int VGG16 = 138_357_544;
    private static final int[] SIZES = {1_000, 1_024, 10_000, 100_000, 1_000_000, 10_000_000, VGG16};
    /// Those that every textbook has, at every size.
    private static final Set<Catalogue> SEVEN = EnumSet.range(Catalogue.SGD, Catalogue.ADAM);
    private static final int IN_CACHE = 10_000;
    private static final int IN_MEMORY = 10_000_000;

    private static final int PACED_FROM = 10_000_000;

    /// A product of more takes the plain loop a second.
    /// Small minibatches through the layers of mlp-book and mlp-relu, inputs and outputs.
    private static final int[] DENSE_BATCHES = {1, 8, 32};
    private static final int[][] DENSE_LAYERS = {{196, 100}, {100, 50}, {50, 10}, {784, 512}, {512, 512}, {512, 10}};
    private static final long MULTIPLY_ADDS_OF_ALL_VARIANTS = 200_000_000;

    private static final double SIMD_MULTIPLY_ADD_SECONDS = 4e-11;

    private static final int[] PARALLEL_SIZES = {1_000, 100_000, 1_000_000, IN_MEMORY, VGG16};
    private static final int[] PERMILLES = {1, 10, 100};

    /// Of L-BFGS, whose history fits no machine of ours at the largest size.
    private static final int[] LBFGS_SIZES = {1_000, 1_000_000, 10_000_000};
    private static final int LBFGS_ALL_VARIANTS_TO = 1_000_000;

    /// Each takes the step of [StepBenchmark] and changes one thing.
    private static final List<Class<? extends StepBenchmark>> CONDITIONS = List.of(DefaultPlacementBenchmark.class,
            MixedSizesBenchmark.class, SubnormalStateBenchmark.class);

    private static final int USUAL_BATCH = 64;
    private static final int[] BATCHES = {1, 4, 8, 32, 64, 128, 256, 512};
    private static final Set<Integer> SMALL_BATCHES = Set.of(1, 32, 64, 128, 256, 512);
    private static final Set<Integer> VGG_BATCHES = Set.of(1, 4, 8);
    private static final List<Catalogue> UPDATES = List.of(Catalogue.SGD, Catalogue.MOMENTUM, Catalogue.ADAM);
    /// Those that are measured layer by layer, at their usual batch.
    private static final Set<NamedNetwork> LAYER_BY_LAYER = EnumSet.of(NamedNetwork.MLP_BOOK, NamedNetwork.CNN_SMALL, NamedNetwork.VGG16);
    private static final Set<NamedNetwork> LARGE = EnumSet.of(NamedNetwork.VGG16, NamedNetwork.VGG16_CIFAR);

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
        return rows(_ -> true);
    }

    /// The steps that are wanted, with their roofs.
    List<Row> rows(Predicate<Row> wanted) {
        if (isForBuilds()) return forBuilds().filter(wanted).toList();
        List<Row> rows = steps(StepBenchmark.class);
        if (this == FULL) {
            rows.addAll(lbfgs());
            rows.addAll(embeddings());
        }
        List<Row> conditions = new ArrayList<>();
        for (Class<? extends StepBenchmark> condition : CONDITIONS) conditions.addAll(steps(condition));
        if (this == FULL) {
            conditions.addAll(parallel());
            conditions.addAll(sparse());
        }
        rows.removeIf(wanted.negate());
        conditions.removeIf(wanted.negate());
        Set<Row> roofs = roofs(rows);
        for (Row row : conditions) {
            if (isParallel(row)) roofs.addAll(parallelStreams(row));
        }
        rows.addAll(conditions);
        List<Row> multiplying = minibatches();
        if (this == FULL) {
            multiplying.addAll(products());
            multiplying.addAll(layers());
        }
        multiplying.removeIf(wanted.negate());
        rows.addAll(multiplying);
        rows.addAll(roofs);
        if (!multiplying.isEmpty()) {
            rows.add(arithmetic(Operation.MULTIPLY_ADD, Lanes.LANES * Arithmetic.CHAINS * ArithmeticBenchmark.SIZE, 0, 0, "c ← cx + y"));
        }
        return rows;
    }

    private boolean isForBuilds() {
        return this == PR || this == NIGHTLY;
    }

    /// Rows that depend on the build alone: not those that lie where the JVM puts them, nor kernels that only one side may have.
    private Stream<Row> forBuilds() {
        List<Row> rows = steps(StepBenchmark.class);
        rows.addAll(steps(MixedSizesBenchmark.class));
        rows.addAll(steps(SubnormalStateBenchmark.class));
        int largest = this == PR ? 1_000 : LBFGS_ALL_VARIANTS_TO;
        lbfgs().stream().filter(row -> row.work().parameters() <= largest && isHeldForBuilds(row)).forEach(rows::add);
        if (this == NIGHTLY) {
            parallel().stream().filter(row -> row.work().parameters() >= 1_000_000 && row.work().parameters() <= IN_MEMORY)
                    .forEach(rows::add);
            sparse().stream().filter(row -> row.parameters().get("permille").equals("10") && isHeldForBuilds(row)).forEach(rows::add);
        }
        long most = this == PR ? 60_000_000 : MULTIPLY_ADDS_OF_ALL_VARIANTS;
        long least = this == PR ? 50_000_000 : 1_000_000;
        products().stream().filter(row -> row.work().parameters() >= least && row.work().parameters() <= most && isHeldForBuilds(row))
                .forEach(rows::add);
        return rows.stream();
    }

    private boolean isHeldForBuilds(Row row) {
        String variant = row.parameters().get("variant");
        return variant.equals(SIMD.name()) || (this == NIGHTLY && variant.equals(SCALAR.name()) && !row.id().startsWith("Sgemm"));
    }

    private List<Row> steps(Class<? extends StepBenchmark> benchmark) {
        List<Kernel> brought = isForBuilds() ? List.of() : Kernels.brought();
        List<Row> rows = new ArrayList<>();
        for (Catalogue optimizer : Catalogue.values()) {
            for (int size : SIZES) {
                for (BenchmarkVariant variant : BenchmarkVariant.values()) {
                    boolean held = benchmark == StepBenchmark.class
                            ? holds(optimizer, size, variant)
                            : holds(benchmark, optimizer, size, variant);
                    if (held) rows.add(step(benchmark, optimizer, variant.name(), variant, size));
                }
                if (benchmark != StepBenchmark.class || !holds(optimizer, size, SIMD)) continue;
                for (Kernel kernel : brought) {
                    if (kernel.optimizer() == optimizer) rows.add(step(benchmark, optimizer, kernel.name(), SIMD, size));
                }
            }
        }
        return rows;
    }

    private boolean holds(Catalogue optimizer, int size, BenchmarkVariant variant) {
        boolean adam = optimizer == Catalogue.ADAM;
        boolean adamOrSgd = adam || optimizer == Catalogue.SGD;
        return switch (this) {
            case SMOKE -> (adam && (size == 1_000 || size == 10_000))
                    || (adam && size == VGG16 && variant == SIMD)
                    || (optimizer == Catalogue.SGD && size == 1_000 && variant == SIMD);
            case QUICK -> (size == 1_000 && SEVEN.contains(optimizer) && (variant != UNROLLED || adamOrSgd))
                    || (!SEVEN.contains(optimizer) && (size == IN_CACHE || size == IN_MEMORY) && variant == SIMD)
                    || (adam && size == IN_CACHE)
                    || (adamOrSgd && size == VGG16 && isVectorized(variant));
            case FULL -> SEVEN.contains(optimizer) || switch (size) {
                case IN_CACHE -> true;
                case IN_MEMORY -> isVectorized(variant);
                case VGG16 -> variant != SCALAR_NO_AUTOVEC; // a step takes a third of a second or more, and is never the best of the others
                default -> false;
            };
            case PR -> (variant == SIMD && (size == IN_CACHE || (size == 1_000 && SEVEN.contains(optimizer))))
                    || (adamOrSgd && size == 1_000 && (variant == SCALAR || variant == UNROLLED))
                    || (adamOrSgd && size == IN_MEMORY && variant == SIMD);
            case NIGHTLY -> switch (size) {
                case IN_CACHE -> variant != SCALAR_NO_AUTOVEC;
                case 1_000, 1_000_000, IN_MEMORY -> variant == SIMD || (variant == SCALAR && SEVEN.contains(optimizer));
                case 1_024 -> variant == SIMD && SEVEN.contains(optimizer);
                case 100_000 -> isVectorized(variant) && SEVEN.contains(optimizer);
                case VGG16 -> variant == SIMD && adamOrSgd;
                default -> false;
            };
        };
    }

    /// A row under another condition stands beside one of [StepBenchmark].
    private boolean holds(Class<? extends StepBenchmark> condition, Catalogue optimizer, int size, BenchmarkVariant variant) {
        if (!holds(optimizer, size, variant)) return false;
        boolean adam = optimizer == Catalogue.ADAM;
        boolean adamOrSgd = adam || optimizer == Catalogue.SGD;
        boolean vectorized = isVectorized(variant);
        if (condition == DefaultPlacementBenchmark.class) {
            return switch (this) {
                case SMOKE -> adam && size == 1_000 && variant == SIMD;
                case QUICK -> adamOrSgd && size == 1_000 && variant == SIMD;
                case FULL -> adamOrSgd && size <= 1_000_000 && vectorized;
                case PR, NIGHTLY -> false;
            };
        }
        if (condition == MixedSizesBenchmark.class) {
            return switch (this) {
                case SMOKE -> false;
                case QUICK -> adam && size == 1_000 && vectorized;
                case FULL -> adamOrSgd && (size == 1_000 || size == 1_000_000);
                case PR -> adam && size == 1_000 && variant == SIMD;
                case NIGHTLY -> adamOrSgd && (size == 1_000 || size == 1_000_000) && vectorized;
            };
        }
        return switch (this) {
            case SMOKE -> false;
            case QUICK -> adam && size == 10_000 && variant == SIMD;
            case FULL, NIGHTLY -> (adam || optimizer == Catalogue.MOMENTUM) && size == 10_000 && vectorized;
            case PR -> adam && size == 10_000 && variant == SIMD;
        };
    }

    private static boolean isVectorized(BenchmarkVariant variant) {
        return variant == SCALAR || variant == SIMD;
    }

    /// Steps on all cores.
    private static List<Row> parallel() {
        List<Row> rows = new ArrayList<>();
        for (Catalogue optimizer : List.of(Catalogue.SGD, Catalogue.ADAM)) {
            for (int size : PARALLEL_SIZES) {
                rows.add(withThreads(step(ParallelStepBenchmark.class, optimizer, SIMD.name(), SIMD, size)));
            }
        }
        return rows;
    }

    private static boolean isParallel(Row row) {
        return row.benchmark().startsWith(ParallelStepBenchmark.class.getName());
    }

    /// The streams on all cores with the traffic and the size of a step on all cores.
    private static List<Row> parallelStreams(Row step) {
        int size = (int) step.work().parameters();
        StreamCount streams = StreamCount.values()[step.work().bytesWritten() / Float.BYTES - 1];
        return Stream.of(Form.SIMD, Form.PACED).filter(form -> form == Form.SIMD || size >= PACED_FROM)
                .map(form -> withThreads(stream(ParallelStreamBenchmark.class, streams, form, size))).toList();
    }

    private static Row withThreads(Row row) {
        return with(row, "threads", Integer.toString(Runtime.getRuntime().availableProcessors()), row.work());
    }

    /// Steps of a whole embedding.
    private static List<Row> embeddings() {
        int size = SparseStepBenchmark.ROWS * SparseStepBenchmark.WIDTH;
        return Stream.of(SCALAR, SIMD).map(variant -> step(StepBenchmark.class, Catalogue.ADAM, variant.name(), variant, size)).toList();
    }

    /// Steps of some of an embedding's rows.
    private static List<Row> sparse() {
        List<Row> sparse = new ArrayList<>();
        for (Row dense : embeddings()) {
            Work work = dense.work();
            for (int permille : PERMILLES) {
                Work rows = new Work(work.parameters() * permille / 1_000, work.bytesRead(), work.bytesWritten(), work.divides(),
                        work.roots(), work.formula(), work.source());
                for (SparseStepBenchmark.Layout layout : SparseStepBenchmark.Layout.values()) {
                    Row row = with(with(dense, "permille", Integer.toString(permille), rows), "layout", layout.name(), rows);
                    sparse.add(new Row(SparseStepBenchmark.class.getName() + ".step", row.parameters(), row.contestant(), row.javaHome(),
                            row.jvmArgs(), row.heapMegabytes(), row.seconds() + 1, row.work()));
                }
            }
        }
        return sparse;
    }

    private static Row with(Row row, String parameter, String value, Work work) {
        Map<String, String> parameters = new LinkedHashMap<>(row.parameters());
        parameters.put(parameter, value);
        return new Row(row.benchmark(), parameters, row.contestant(), row.javaHome(), row.jvmArgs(), row.heapMegabytes(), row.seconds(),
                work);
    }

    private static List<Row> lbfgs() {
        List<Row> rows = new ArrayList<>();
        for (int size : LBFGS_SIZES) {
            for (BenchmarkVariant variant : BenchmarkVariant.values()) {
                if (size > LBFGS_ALL_VARIANTS_TO && !isVectorized(variant)) continue; // seconds a call
                Map<String, String> parameters = new LinkedHashMap<>();
                parameters.put("optimizer", "LBFGS");
                parameters.put("variant", variant.name());
                parameters.put("size", Integer.toString(size));
                rows.add(lbfgs(LbfgsBenchmark.class, parameters, flags(StepBenchmark.class, variant), size, "d ← −Hg, w ← w + d",
                        "Liu and Nocedal 1989; Nocedal and Wright 2006, algorithm 7.4, 10 pairs"));
            }
        }
        return rows;
    }

    private static Row lbfgsStream(int size) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("streams", "READ_84_WRITE_23");
        parameters.put("form", "SIMD");
        parameters.put("size", Integer.toString(size));
        return lbfgs(LbfgsStreamBenchmark.class, parameters, List.of(TimedUpdate.PLACEMENT_FLAG), size, "x ← x + y, Σ x + y",
                "the passes of L-BFGS without its arithmetic");
    }

    /// A call goes over the arrays forty times, so a fork takes longer than one of an element-wise update.
    private static Row lbfgs(Class<?> benchmark, Map<String, String> parameters, List<String> flags, int size, String formula,
            String source) {
        Row row = update(benchmark, parameters, flags, LbfgsBenchmark.STATE_ARRAYS,
                new Work(size, LbfgsBenchmark.BYTES_READ, LbfgsBenchmark.BYTES_WRITTEN, 0, 0, formula, source));
        return new Row(row.benchmark(), row.parameters(), row.contestant(), row.javaHome(), row.jvmArgs(), row.heapMegabytes(),
                2 + size * 1e-6, row.work());
    }

    /// The streams with the traffic and the size of each step, and the operations that steps are made of.
    private Set<Row> roofs(List<Row> steps) {
        Set<Row> rows = new LinkedHashSet<>();
        for (Row step : steps) {
            int size = (int) step.work().parameters();
            if (step.benchmark().startsWith(LbfgsBenchmark.class.getName())) {
                rows.add(lbfgsStream(size));
                continue;
            }
            for (StreamCount streams : StreamCount.values()) {
                if (step.work().bytesWritten() != Float.BYTES * (1 + streams.stateArrays())) continue;
                for (Form form : Form.values()) {
                    boolean held = switch (form) {
                        case SIMD -> true;
                        case SCALAR -> this == FULL;
                        case PACED -> size >= PACED_FROM;
                    };
                    if (held) rows.add(stream(StreamBenchmark.class, streams, form, size));
                }
            }
        }
        rows.add(arithmetic(Operation.DIVIDE, ArithmeticBenchmark.SIZE, 1, 0, "y ← 1/x"));
        rows.add(arithmetic(Operation.ROOT, ArithmeticBenchmark.SIZE, 0, 1, "y ← √x"));
        rows.add(arithmetic(Operation.DIVIDE_BY_ROOT, ArithmeticBenchmark.SIZE, 1, 1, "y ← x/√x"));
        return rows;
    }

    /// Square matrices, and what dense layers make of a minibatch: forward, the gradient of the weights, that of the inputs.
    private static List<Row> products() {
        List<Row> rows = new ArrayList<>();
        for (int side : new int[]{512, 1_024, 2_048}) products(rows, side, side, side, "");
        int[][] layers = {{64, 25_088, 4_096}, {64, 4_096, 4_096}, {64, 4_096, 1_000}, {128, 784, 512}, {64, 196, 100}, {64, 100, 50}};
        for (int[] layer : layers) {
            products(rows, layer[0], layer[2], layer[1], "");
            products(rows, layer[1], layer[2], layer[0], "-TN");
            products(rows, layer[0], layer[1], layer[2], "-NT");
        }
        for (int batch : DENSE_BATCHES) {
            for (int[] layer : DENSE_LAYERS) products(rows, batch, layer[1], layer[0], "", List.of(SIMD));
        }
        products(rows, 64, 2, 100, "", List.of(SIMD)); // columns that are left over by any tile
        return rows;
    }

    private static void products(List<Row> rows, int m, int n, int k, String layout) {
        products(rows, m, n, k, layout, List.of(SCALAR, UNROLLED, SIMD));
    }

    private static void products(List<Row> rows, int m, int n, int k, String layout, List<BenchmarkVariant> variants) {
        long multiplyAdds = (long) m * n * k;
        long elements = (long) m * k + (long) k * n + (long) m * n;
        long megabytes = ((elements * Float.BYTES) >> 20) + 80;
        for (BenchmarkVariant variant : variants) {
            if (variant != SIMD && multiplyAdds > MULTIPLY_ADDS_OF_ALL_VARIANTS) continue;
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("variant", variant.name());
            parameters.put("shape", m + "x" + n + "x" + k + layout);
            rows.add(new Row(SgemmBenchmark.class.getName() + ".multiply", parameters, "", "", jvmArgs(megabytes, variant.jvmArgs()),
                    megabytes, 1.5 + multiplyAdds * (variant == SIMD ? 4e-10 : 1.5e-8), new Work(multiplyAdds, 0, 0, 0, 0, "C ← AB",
                            "Dongarra et al. 1990, SGEMM")));
            if (variant != SIMD) continue;
            Row simd = rows.getLast();
            for (Product product : Kernels.products()) rows.add(with(simd, "variant", product.name(), simd.work()));
        }
    }

    /// Forward, backward, update and whole steps of a minibatch through each network.
    private List<Row> minibatches() {
        List<Row> rows = new ArrayList<>();
        for (NamedNetwork network : NamedNetwork.values()) {
            NetworkSize size = NetworkSize.of(network);
            for (int batch : BATCHES) {
                for (BenchmarkVariant variant : List.of(SCALAR, UNROLLED, SIMD)) {
                    if (!holds(network, batch, variant)) continue;
                    rows.add(minibatch("forward", size, variant, batch, Catalogue.MOMENTUM));
                    rows.add(minibatch("backward", size, variant, batch, Catalogue.MOMENTUM));
                    if (variant == SIMD && (this == FULL || network == NamedNetwork.MLP_BOOK)) {
                        rows.add(minibatch("step", size, variant, batch, Catalogue.MOMENTUM));
                    }
                    if (variant != SIMD || batch != size.usualBatch()) continue; // an update takes no longer for more samples
                    if (this == QUICK && network != NamedNetwork.MLP_BOOK) continue;
                    for (Catalogue optimizer : UPDATES) rows.add(minibatch("update", size, variant, batch, optimizer));
                }
            }
        }
        return rows;
    }

    private boolean holds(NamedNetwork network, int batch, BenchmarkVariant variant) {
        boolean large = LARGE.contains(network);
        return switch (this) {
            case SMOKE -> network == NamedNetwork.MLP_BOOK && batch == USUAL_BATCH && variant == SIMD;
            case PR, NIGHTLY -> false;
            case QUICK -> !large && batch == USUAL_BATCH && variant == SIMD;
            case FULL -> switch (network) {
                case VGG16 -> variant == SIMD ? VGG_BATCHES.contains(batch) : variant == SCALAR && batch == 1;
                case VGG16_CIFAR -> batch == 32 && variant == SIMD;
                default -> SMALL_BATCHES.contains(batch) && (variant == SIMD || batch == USUAL_BATCH);
            };
        };
    }

    /// What the bytes, the operations and the time of a network's rows follow from.
    ///
    /// @param activations values of a sample that stand in memory
    private record NetworkSize(NamedNetwork network, long parameters, long activations, long forward, long backward) {

        static NetworkSize of(NamedNetwork network) {
            return new NetworkSize(network, network.parameters(), network.activations(), network.forwardMultiplyAdds(),
                    network.backwardMultiplyAdds());
        }

        int usualBatch() {
            return network == NamedNetwork.VGG16 ? 4 : network == NamedNetwork.VGG16_CIFAR ? 32 : USUAL_BATCH;
        }
    }

    private static Row minibatch(String method, NetworkSize size, BenchmarkVariant variant, int batch, Catalogue optimizer) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("network", size.network().toString());
        parameters.put("variant", variant.name());
        parameters.put("batch", Integer.toString(batch));
        parameters.put("optimizer", optimizer.name());
        long multiplyAdds = batch * switch (method) {
            case "forward" -> size.forward();
            case "backward" -> size.backward();
            default -> size.forward() + size.backward();
        };
        boolean updates = method.equals("update");
        long operations = updates ? size.parameters() : multiplyAdds;
        // The network's, and those of the one that the proof sends samples through; activations and their gradients of both.
        long floats = size.parameters() * (5 + optimizer.state().size()) + 4L * (batch + 1) * size.activations();
        long megabytes = ((floats * Float.BYTES) >> 20) * 9 / 8 + 256;
        double perMultiplyAdd = variant == SIMD ? SIMD_MULTIPLY_ADD_SECONDS : 1e-9;
        double call = batch * (size.forward() + size.backward()) * perMultiplyAdd + size.parameters() * 1e-9;
        return new Row(MinibatchBenchmark.class.getName() + "." + method, parameters, "", "", jvmArgs(megabytes, variant.jvmArgs()),
                megabytes,
                1.8 + size.parameters() * 2e-8 + 15 * call,
                new Work(operations, 0, 0, 0, 0, updates ? optimizer.formula() : "a minibatch of " + batch,
                        updates ? optimizer.source() : "Goodfellow, Bengio and Courville 2016, section 6.5"));
    }

    /// Forward and backward of every layer that has parameters.
    private static List<Row> layers() {
        List<Row> rows = new ArrayList<>();
        for (NamedNetwork network : LAYER_BY_LAYER) {
            NetworkSize size = NetworkSize.of(network);
            List<Layer> layers = network.layerList();
            for (int number = 1; number <= layers.size(); number++) {
                Layer layer = layers.get(number - 1);
                if (layer.parameters() == 0) continue;
                rows.add(layer("forward", size, layer, number, 1, size.forward(), layer.outputs()));
                // The first layer is not asked for the gradient of its inputs.
                rows.add(layer("backward", size, layer, number, number == 1 ? 1 : 2, size.forward() + size.backward(), layer.inputs()));
            }
        }
        return rows;
    }

    /// @param products of as many multiply-adds as the layer's way forward
    /// @param before   multiply-adds of a sample that go through the whole network before the layer is timed
    /// @param kept     values of a sample that the proof keeps
    private static Row layer(String method, NetworkSize size, Layer layer, int number, int products, long before, int kept) {
        int batch = size.usualBatch();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("network", size.network().toString());
        parameters.put("layer", Integer.toString(number));
        parameters.put("variant", SIMD.name());
        parameters.put("batch", Integer.toString(batch));
        long multiplyAdds = batch * layer.multiplyAdds() * products;
        // The network's parameters, gradients and exchanged weights; activations and their gradients; what the proof keeps.
        long floats = 3 * size.parameters() + 3L * batch * size.activations() + layer.parameters() + (long) batch * kept;
        long megabytes = ((floats * Float.BYTES) >> 20) * 9 / 8 + 256;
        return new Row(LayerBenchmark.class.getName() + "." + method, parameters, "", "", jvmArgs(megabytes, SIMD.jvmArgs()), megabytes,
                1.8 + size.parameters() * 2e-8 + (batch * before + 17 * multiplyAdds) * SIMD_MULTIPLY_ADD_SECONDS,
                new Work(multiplyAdds, 0, 0, 0, 0, layer.toString(), "Goodfellow, Bengio and Courville 2016, sections 6.5 and 9.1"));
    }

    private static Row step(Class<? extends StepBenchmark> benchmark, Catalogue optimizer, String name, BenchmarkVariant variant,
            int size) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("optimizer", optimizer.name());
        parameters.put("variant", name);
        parameters.put("size", Integer.toString(size));
        return update(benchmark, parameters, flags(benchmark, variant), optimizer.state().size(), new Work(size, optimizer.bytesRead(),
                optimizer.bytesWritten(), optimizer.divides(), optimizer.roots(), optimizer.formula(), optimizer.source()));
    }

    private static List<String> flags(Class<? extends StepBenchmark> benchmark, BenchmarkVariant variant) {
        return benchmark == DefaultPlacementBenchmark.class
                ? variant.jvmArgs()
                : Stream.concat(Stream.of(TimedUpdate.PLACEMENT_FLAG), variant.jvmArgs().stream()).toList();
    }

    private static Row stream(Class<? extends StreamBenchmark> benchmark, StreamCount streams, Form form, int size) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("streams", streams.name());
        parameters.put("form", form.name());
        parameters.put("size", Integer.toString(size));
        int read = Float.BYTES * (2 + streams.stateArrays());
        return update(benchmark, parameters, List.of(TimedUpdate.PLACEMENT_FLAG), streams.stateArrays(),
                new Work(size, read, read - Float.BYTES, 0, 0, "x ← x + g", "the traffic of an update without its arithmetic"));
    }

    private static Row update(Class<?> benchmark, Map<String, String> parameters, List<String> flags, int stateArrays, Work work) {
        int arrays = 3 + stateArrays; // parameters, gradients of either sign, state
        long bytes = work.parameters() * Float.BYTES * arrays;
        long megabytes = (bytes >> 20) + 64; // 16 of them for the young generation, the arrays go to the old one
        return new Row(benchmark.getName() + ".step", parameters, "", "", jvmArgs(megabytes, flags), megabytes, 1.1 + bytes * 1.5e-9,
                work);
    }

    private static Row arithmetic(Operation operation, int elements, int divides, int roots, String formula) {
        return new Row(ArithmeticBenchmark.class.getName() + ".loop", Map.of("operation", operation.name()), "", "",
                jvmArgs(64, List.of(TimedUpdate.PLACEMENT_FLAG)), 64,
                1.1,
                new Work(elements, 0, 0, divides, roots, formula, "in the first-level cache, at the machine's vector width"));
    }

    private static List<String> jvmArgs(long megabytes, List<String> own) {
        List<String> jvmArgs = new ArrayList<>(List.of("--add-modules=jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseParallelGC", "-Xms" + megabytes + "m", "-Xmx" + megabytes + "m", "-Xmn16m", "-XX:+AlwaysPreTouch",
                TimedUpdate.ADDRESS_FLAG));
        if (LINUX) jvmArgs.add("-XX:+UseTransparentHugePages"); // no other system knows the flag
        jvmArgs.addAll(own);
        return jvmArgs;
    }
}
