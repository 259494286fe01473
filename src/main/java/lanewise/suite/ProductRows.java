package lanewise.suite;

import static lanewise.bench.BenchmarkVariant.SCALAR;
import static lanewise.bench.BenchmarkVariant.SIMD;
import static lanewise.bench.BenchmarkVariant.UNROLLED;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.bench.BenchmarkVariant;
import lanewise.bench.SgemmBenchmark;
import lanewise.linalg.Product;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Jvm;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Work;

/// Products of matrices: square ones, and what a dense layer makes of a minibatch.
final class ProductRows {

    /// The plain loop takes a second for more.
    private static final long MULTIPLY_ADDS_OF_ALL_VARIANTS = 200_000_000;

    /// C ← AB, where A is M × K and B is K × N.
    ///
    /// @param layout `-TN` where A lies transposed, `-NT` where B does
    private record Shape(int m, int n, int k, String layout) {

        static List<Shape> square(int side) {
            return List.of(new Shape(side, side, side, ""));
        }

        /// A dense layer's outputs, the gradient of its weights, and that of its inputs.
        static List<Shape> layer(int batch, int inputs, int outputs) {
            return List.of(new Shape(batch, outputs, inputs, ""), new Shape(inputs, outputs, batch, "-TN"),
                    new Shape(batch, inputs, outputs, "-NT"));
        }

        long multiplyAdds() {
            return (long) m * n * k;
        }

        long elements() {
            return (long) m * k + (long) k * n + (long) m * n;
        }

        @Override
        public String toString() {
            return m + "x" + n + "x" + k + layout;
        }
    }

    private static final List<Shape> FULL = shapes(Stream.of(Shape.square(512), Shape.square(1_024), Shape.square(2_048),
            Shape.layer(64, 25_088, 4_096), Shape.layer(64, 4_096, 4_096), Shape.layer(64, 4_096, 1_000), Shape.layer(128, 784, 512),
            Shape.layer(64, 196, 100), Shape.layer(64, 100, 50)));
    /// Measured with SIMD alone: small minibatches through the layers of mlp-book and mlp-relu, and the columns that any tile leaves over.
    private static final List<Shape> SMALL = Stream.concat(
            Stream.of(1, 8, 32).flatMap(batch -> Stream.of(new Shape(batch, 100, 196, ""), new Shape(batch, 50, 100, ""),
                    new Shape(batch, 10, 50, ""), new Shape(batch, 512, 784, ""), new Shape(batch, 512, 512, ""),
                    new Shape(batch, 10, 512, ""))),
            Stream.of(new Shape(64, 2, 100, ""))).toList();
    private static final List<Shape> PR = Shape.layer(128, 784, 512);
    private static final List<Shape> NIGHTLY = shapes(Stream.of(Shape.square(512), Shape.layer(128, 784, 512), Shape.layer(64, 196, 100)));

    private ProductRows() {}

    private static List<Shape> shapes(Stream<List<Shape>> shapes) {
        return shapes.flatMap(List::stream).toList();
    }

    /// @param external products of other authors; the first is the baseline of SIMD
    static List<Row> of(Profile profile, List<Product> external) {
        return switch (profile) {
            case SMOKE, QUICK, PEERS -> List.of();
            case FULL -> Stream.concat(
                    FULL.stream().flatMap(shape -> rows(shape, List.of(SCALAR, UNROLLED, SIMD), external).stream()),
                    SMALL.stream().flatMap(shape -> rows(shape, List.of(SIMD), external).stream())).toList();
            case PR -> PR.stream().map(ProductRows::simd).toList();
            case NIGHTLY -> NIGHTLY.stream().map(ProductRows::simd).toList();
        };
    }

    private static List<Row> rows(Shape shape, List<BenchmarkVariant> variants, List<Product> external) {
        List<Row> rows = new ArrayList<>();
        for (BenchmarkVariant variant : variants) {
            boolean held = variant == SIMD || shape.multiplyAdds() <= MULTIPLY_ADDS_OF_ALL_VARIANTS;
            if (held) rows.add(row(shape, variant.name(), variant));
        }
        external.forEach(product -> rows.add(row(shape, product.name(), SIMD)));
        List<String> names = rows.stream().map(Row::name).toList();
        String baseline = external.isEmpty() ? "" : name(shape, external.getFirst().name());
        String simd = name(shape, SIMD.name());
        rows.replaceAll(row -> row.name().equals(simd)
                ? row.comparedWith(new ComparedWith(baseline, names.stream().filter(name -> !name.equals(simd)).toList(), "", ""))
                : row);
        return rows;
    }

    private static Row simd(Shape shape) {
        return row(shape, SIMD.name(), SIMD);
    }

    /// Some of the shapes of the profile `full`, with SIMD and by another library.
    static List<Row> of(PeerLibrary library) {
        return NIGHTLY.stream().flatMap(shape -> {
            Row own = simd(shape);
            Jvm jvm = library.jvm(ForkCost.ofProduct(shape.elements(), shape.multiplyAdds(), SIMD), ForkFlags::unaligned);
            return Stream.of(own, new Row(own.benchmark(), parameters(shape, library.name()), Family.PEER, own.label(), own.work(),
                    new ComparedWith(own.name(), List.of(), "", ""), Roofs.NONE, own.group(), jvm));
        }).toList();
    }

    private static Row row(Shape shape, String name, BenchmarkVariant variant) {
        return new Row(SgemmBenchmark.class.getName() + ".multiply", parameters(shape, name), Family.PRODUCT, shape.toString(),
                Work.multiplyAdds(shape.multiplyAdds(), "C ← AB", "Dongarra et al. 1990, SGEMM"), ComparedWith.NOTHING,
                new Roofs(List.of(), Map.of(RoofRows.MULTIPLY_ADD, 1)), shape.toString(),
                ForkCost.ofProduct(shape.elements(), shape.multiplyAdds(), variant).jvm(ForkFlags::unaligned, variant));
    }

    private static String name(Shape shape, String variant) {
        return Row.nameOf(SgemmBenchmark.class.getName() + ".multiply", parameters(shape, variant));
    }

    private static Map<String, String> parameters(Shape shape, String variant) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("variant", variant);
        parameters.put("shape", shape.toString());
        return parameters;
    }
}
