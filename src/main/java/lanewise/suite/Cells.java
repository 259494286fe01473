package lanewise.suite;

import static lanewise.bench.BenchmarkVariant.SCALAR;
import static lanewise.bench.BenchmarkVariant.SCALAR_NO_AUTOVEC;
import static lanewise.bench.BenchmarkVariant.SIMD;
import static lanewise.bench.BenchmarkVariant.UNROLLED;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lanewise.bench.BenchmarkVariant;
import lanewise.optim.Catalogue;

/// A part of what a profile holds: each of these optimizers at each of these sizes in each of these variants.
record Cells(Set<Catalogue> optimizers, Set<Integer> sizes, Set<BenchmarkVariant> variants) {

    static final int VGG16 = 138_357_544;

    static final Set<Catalogue> ALL = Set.of(Catalogue.values());
    static final Set<Catalogue> TEXTBOOK = ALL.stream().filter(Catalogue::isTextbook).collect(Collectors.toUnmodifiableSet());
    static final Set<Catalogue> OTHERS = ALL.stream().filter(optimizer -> !optimizer.isTextbook()).collect(Collectors.toUnmodifiableSet());
    static final Set<Catalogue> ADAM = Set.of(Catalogue.ADAM);
    static final Set<Catalogue> SGD_AND_ADAM = Set.of(Catalogue.SGD, Catalogue.ADAM);

    static final Set<BenchmarkVariant> ALL_VARIANTS = Set.of(BenchmarkVariant.values());
    /// Those that C2 may compile to vector instructions.
    static final Set<BenchmarkVariant> VECTORIZED = Set.of(SCALAR, SIMD);
    static final Set<BenchmarkVariant> ALL_BUT_UNROLLED = Set.of(SCALAR, SIMD, SCALAR_NO_AUTOVEC);
    static final Set<BenchmarkVariant> ALL_BUT_NO_AUTOVEC = Set.of(SCALAR, UNROLLED, SIMD);
    static final Set<BenchmarkVariant> ONLY_SIMD = Set.of(SIMD);

    static Set<Integer> sizes(int... sizes) {
        return Arrays.stream(sizes).boxed().collect(Collectors.toUnmodifiableSet());
    }

    boolean hold(Catalogue optimizer, int size, BenchmarkVariant variant) {
        return optimizers.contains(optimizer) && sizes.contains(size) && variants.contains(variant);
    }

    static boolean hold(List<Cells> parts, Catalogue optimizer, int size, BenchmarkVariant variant) {
        return parts.stream().anyMatch(part -> part.hold(optimizer, size, variant));
    }
}
