package lanewise.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// An array of unsigned bytes in the IDX format, plain or gzipped, as MNIST and Fashion-MNIST are distributed.
///
///     00 00 08 d      two zero bytes, the type of the values (unsigned byte), the number of dimensions
///     size of each dimension, 4 bytes each, the highest first
///     the values, the last dimension the fastest
///
/// Source: LeCun, Cortes and Burges, *The MNIST database of handwritten digits*, "File formats".
public final class Idx {

    private static final int UNSIGNED_BYTE = 8;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private final int[] sizes;
    private final byte[] values;

    private Idx(int[] sizes, byte[] values) {
        this.sizes = sizes;
        this.values = values;
    }

    /// Reads a file, and requires a number of dimensions: 3 of images, 1 of labels.
    ///
    /// @throws UnusableFileException if the file is missing, truncated, longer than its sizes say, or not of this format
    public static Idx read(Path file, int dimensions) {
        try (InputStream bytes = Files.newInputStream(file)) {
            return read(file.toString(), bytes, dimensions);
        } catch (NoSuchFileException _) {
            throw new UnusableFileException(file + " is missing");
        } catch (IOException e) {
            throw new UnusableFileException(file + " cannot be read (" + e.getMessage() + ")");
        }
    }

    /// Reads a stream to its end.
    ///
    /// @param name what messages call it
    /// @throws UnusableFileException as [#read(Path, int)] does
    /// @throws IOException           if the stream cannot be read
    static Idx read(String name, InputStream bytes, int dimensions) throws IOException {
        try {
            DataInputStream in = new DataInputStream(unpacked(bytes));
            int magic = in.readInt();
            int expected = UNSIGNED_BYTE << Byte.SIZE | dimensions;
            if (magic != expected) {
                throw new UnusableFileException(
                        String.format(Locale.ROOT,
                                "%s must be an IDX file of bytes in %d dimension%s, whose first four bytes are %08X, had %08X",
                                name, dimensions, dimensions == 1 ? "" : "s", expected, magic));
            }
            int[] sizes = new int[dimensions];
            long total = 1;
            for (int d = 0; d < dimensions; d++) {
                sizes[d] = in.readInt();
                if (sizes[d] < 1)
                    throw new UnusableFileException(name + " must have sizes above 0, dimension " + (d + 1) + " has " + sizes[d]);
                total = Math.multiplyExact(total, sizes[d]);
            }
            if (total > Integer.MAX_VALUE - 8) throw new UnusableFileException(name + " must fit in an array, has " + total + " values");
            byte[] values = in.readNBytes((int) total);
            if (values.length < total) {
                throw new UnusableFileException(name + " is truncated: it must hold " + total + " values, as its sizes "
                        + Arrays.toString(sizes) + " say, and holds " + values.length);
            }
            if (in.read() >= 0) {
                throw new UnusableFileException(name + " must end after the " + total + " values that its sizes " + Arrays.toString(sizes)
                        + " say, and goes on");
            }
            return new Idx(sizes, values);
        } catch (EOFException _) { // within the sizes, or within what is gzipped
            throw new UnusableFileException(name + " is truncated");
        } catch (ZipException e) {
            throw new UnusableFileException(name + " is not gzipped as it should be (" + e.getMessage() + ")");
        } catch (ArithmeticException _) {
            throw new UnusableFileException(name + " must fit in an array, its sizes are larger");
        }
    }

    private static InputStream unpacked(InputStream bytes) throws IOException {
        BufferedInputStream in = new BufferedInputStream(bytes);
        in.mark(2);
        boolean gzipped = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
        in.reset();
        return gzipped ? new BufferedInputStream(new GZIPInputStream(in)) : in;
    }

    /// The number of values along a dimension, counted from 0.
    public int size(int dimension) {
        return sizes[dimension];
    }

    /// The value at an index over all dimensions, from 0 to 255.
    public int at(int index) {
        return Byte.toUnsignedInt(values[index]);
    }
}
