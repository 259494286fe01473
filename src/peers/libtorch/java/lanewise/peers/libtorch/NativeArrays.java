package lanewise.peers.libtorch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import lanewise.bench.Peer.Initial;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Copies of a step's arrays outside of the heap, placed as the suite places its own: each starts at a cache line, streams are spread over a page,
/// and the system is asked for huge pages.
final class NativeArrays implements AutoCloseable {

    private static final long LINE = 64;
    private static final long PAGE = 4_096;
    private static final long HUGE_PAGE = 2L << 20;
    private static final int USE_HUGE_PAGES = 14; // MADV_HUGEPAGE of Linux

    private final MemorySegment memory;
    private final List<MemorySegment> segments = new ArrayList<>();

    /// @param arrays w, then both gradients, then the state
    NativeArrays(Initial arrays) {
        List<float[]> all = new ArrayList<>(List.of(arrays.w(), arrays.gradients()[0], arrays.gradients()[1]));
        all.addAll(List.of(arrays.state()));
        long bytes = (long) Float.BYTES * arrays.size();
        long stride = (bytes + PAGE - 1) / PAGE * PAGE + PAGE / LINE / all.size() * LINE;
        memory = allocate((stride * all.size() + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
        for (int k = 0; k < all.size(); k++) {
            MemorySegment segment = memory.asSlice(k * stride, bytes);
            MemorySegment.copy(all.get(k), arrays.from(), segment, JAVA_FLOAT, 0, arrays.size());
            segments.add(segment);
        }
    }

    @SuppressWarnings("restricted") // the signatures are those of the C library
    private static MemorySegment allocate(long bytes) {
        Linker linker = Linker.nativeLinker();
        MethodHandle allocate = linker.downcallHandle(linker.defaultLookup().findOrThrow("aligned_alloc"),
                FunctionDescriptor.of(ADDRESS, JAVA_LONG, JAVA_LONG));
        try {
            MemorySegment memory = ((MemorySegment) allocate.invokeExact(HUGE_PAGE, bytes)).reinterpret(bytes);
            if (memory.address() == 0) throw new OutOfMemoryError(bytes + " bytes outside of the heap");
            if (System.getProperty("os.name").equals("Linux")) {
                MethodHandle advise = linker.downcallHandle(linker.defaultLookup().findOrThrow("madvise"),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
                int _ = (int) advise.invokeExact(memory, bytes, USE_HUGE_PAGES); // no more than a wish
            }
            return memory;
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("memory outside of the heap cannot be had", e);
        }
    }

    MemorySegment segment(int k) {
        return segments.get(k);
    }

    float get(int k, int index) {
        return segments.get(k).getAtIndex(JAVA_FLOAT, index);
    }

    /// A tensor that uses the memory of an array as its own.
    Tensor tensor(int k) {
        MemorySegment segment = segments.get(k);
        return torch.from_blob(new Address(segment.address()), segment.byteSize() / Float.BYTES);
    }

    private static final class Address extends Pointer {

        Address(long address) {
            this.address = address;
        }
    }

    @Override
    @SuppressWarnings("restricted")
    public void close() {
        Linker linker = Linker.nativeLinker();
        try {
            linker.downcallHandle(linker.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ADDRESS)).invokeExact(memory);
        } catch (Throwable e) {
            throw new IllegalStateException("memory outside of the heap cannot be given back", e);
        }
    }
}
