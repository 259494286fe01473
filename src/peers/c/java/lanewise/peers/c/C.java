package lanewise.peers.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.bench.Peer;
import lanewise.bench.PeerUpdate;
import lanewise.optim.Adagrad;
import lanewise.optim.Adam;
import lanewise.optim.AdamW;
import lanewise.optim.Catalogue;
import lanewise.optim.Lion;
import lanewise.optim.Momentum;
import lanewise.optim.RmsProp;

/// The updates of `updates.c`, as the system's compiler made them. They read and write the arrays where they lie on the heap, as the suite's own
/// kernels do.
public final class C implements Peer {

    /// That of `StepBenchmark`: the scalars of a step are made once.
    private static final long T = 1_000;

    @Override
    public String name() {
        return "C";
    }

    @Override
    public String version() {
        try {
            return Files.readString(folder().resolve("compiler.txt")).strip();
        } catch (IOException e) {
            throw new IllegalStateException("what the compiler said of itself cannot be read", e);
        }
    }

    /// Where the classes are, and beside them the library.
    private static Path folder() {
        try {
            return Path.of(C.class.getProtectionDomain().getCodeSource().getLocation().toURI()).getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this class does not know where it is", e);
        }
    }

    @Override
    public PeerUpdate update(Catalogue optimizer, int threads, Initial arrays) {
        if (threads != 1) throw new IllegalArgumentException("C runs on 1 thread, " + threads + " were asked for");
        double rate = optimizer.learningRate();
        return switch (optimizer) {
            case SGD -> update(optimizer, arrays, rate);
            case MOMENTUM -> update(optimizer, arrays, Momentum.DEFAULT.momentum(), rate);
            case ADAGRAD -> update(optimizer, arrays, Adagrad.DEFAULT.outsideRoot(), rate);
            case RMSPROP -> update(optimizer, arrays, RmsProp.DEFAULT.rho(), 1 - RmsProp.DEFAULT.rho(), RmsProp.DEFAULT.outsideRoot(), rate);
            case ADAM -> {
                Adam adam = Adam.DEFAULT;
                yield update(optimizer, arrays, adam.beta1(), 1 - adam.beta1(), adam.beta2(), 1 - adam.beta2(),
                        1 / (1 - Math.pow(adam.beta2(), T)), adam.outsideRoot(),
                        rate / (1 - Math.pow(adam.beta1(), T)));
            }
            case ADAMW -> {
                AdamW adam = AdamW.DEFAULT;
                yield update(optimizer, arrays, adam.beta1(), 1 - adam.beta1(), adam.beta2(), 1 - adam.beta2(),
                        1 / (1 - Math.pow(adam.beta2(), T)), adam.outsideRoot(),
                        rate / (1 - Math.pow(adam.beta1(), T)), 1 - rate * adam.weightDecay());
            }
            case LION -> update(optimizer, arrays, Lion.DEFAULT.beta1(), 1 - Lion.DEFAULT.beta1(), Lion.DEFAULT.beta2(),
                    1 - Lion.DEFAULT.beta2(), rate);
            default -> Peer.super.update(optimizer, threads, arrays);
        };
    }

    /// The C function of this optimizer, with its pointers and scalars bound.
    @SuppressWarnings("restricted") // the signatures are those of updates.c
    private static PeerUpdate update(Catalogue optimizer, Initial arrays, double... scalars) {
        SymbolLookup library = SymbolLookup.libraryLookup(folder().resolve(System.mapLibraryName("updates")), Arena.global());
        int state = arrays.state().length;
        MemoryLayout[] parameters = Stream.of(Stream.of(JAVA_LONG), IntStream.range(0, 2 + state).mapToObj(_ -> ADDRESS),
                IntStream.range(0, scalars.length).mapToObj(_ -> JAVA_FLOAT)).flatMap(layouts -> layouts).toArray(MemoryLayout[]::new);
        MethodHandle function = Linker.nativeLinker().downcallHandle(library.findOrThrow(optimizer.name().toLowerCase(Locale.ROOT)),
                FunctionDescriptor.ofVoid(parameters), Linker.Option.critical(true)); // so that it may be given arrays of the heap
        Object[] bound = IntStream.range(0, scalars.length).mapToObj(k -> (Object) (float) scalars[k]).toArray();
        Chosen.once(optimizer, () -> MethodHandles.insertArguments(function, 3 + state, bound));
        return switch (state) {
            case 0 -> new Stateless(arrays);
            case 1 -> new OneArray(arrays);
            default -> new TwoArrays(arrays);
        };
    }

    /// The one function that this fork calls.
    private static final class Chosen {

        private static Catalogue optimizer;
        private static MethodHandle function;

        static void once(Catalogue which, Supplier<MethodHandle> handle) {
            if (optimizer == null) {
                optimizer = which;
                function = handle.get();
            } else if (optimizer != which) {
                throw new IllegalArgumentException("a fork calls one C function, had " + optimizer + ", was asked for " + which);
            }
        }
    }

    /// The same as a constant, which C2 compiles to a plain call.
    private static final class Constant {

        static final MethodHandle FUNCTION = Chosen.function;
    }

    private static MemorySegment from(float[] array, Initial arrays) {
        return MemorySegment.ofArray(array).asSlice((long) Float.BYTES * arrays.from(), (long) Float.BYTES * arrays.size());
    }

    /// An update of arrays on the heap.
    private abstract static class OnHeap implements PeerUpdate {

        final Initial arrays;
        final MemorySegment w;
        final MemorySegment[] gradients;
        final long size;

        OnHeap(Initial arrays) {
            this.arrays = arrays;
            w = from(arrays.w(), arrays);
            gradients = Stream.of(arrays.gradients()).map(array -> from(array, arrays)).toArray(MemorySegment[]::new);
            size = arrays.size();
        }

        abstract void call(MemorySegment gradient) throws Throwable;

        @Override
        public void step(int gradient) {
            try {
                call(gradients[gradient]);
            } catch (Throwable e) {
                throw new IllegalStateException("the C function cannot be called", e);
            }
        }

        @Override
        public float parameter(int index) {
            return arrays.w()[arrays.from() + index];
        }

        @Override
        public float state(int array, int index) {
            return arrays.state()[array][arrays.from() + index];
        }

        @Override
        public long t(long call) {
            return T;
        }
    }

    private static final class Stateless extends OnHeap {

        Stateless(Initial arrays) {
            super(arrays);
        }

        @Override
        void call(MemorySegment gradient) throws Throwable {
            Constant.FUNCTION.invokeExact(size, w, gradient);
        }
    }

    private static final class OneArray extends OnHeap {

        private final MemorySegment state;

        OneArray(Initial arrays) {
            super(arrays);
            state = from(arrays.state()[0], arrays);
        }

        @Override
        void call(MemorySegment gradient) throws Throwable {
            Constant.FUNCTION.invokeExact(size, w, gradient, state);
        }
    }

    private static final class TwoArrays extends OnHeap {

        private final MemorySegment first;
        private final MemorySegment second;

        TwoArrays(Initial arrays) {
            super(arrays);
            first = from(arrays.state()[0], arrays);
            second = from(arrays.state()[1], arrays);
        }

        @Override
        void call(MemorySegment gradient) throws Throwable {
            Constant.FUNCTION.invokeExact(size, w, gradient, first, second);
        }
    }
}
