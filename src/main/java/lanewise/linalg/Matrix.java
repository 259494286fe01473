package lanewise.linalg;

/// A matrix that lies in an array, or a part of one, in either order.
///
/// Element (i, j) is `elements[offset + i·rowStride + j·columnStride]`; one of the strides is 1.
public final class Matrix {

    private final float[] elements;
    private final int offset;
    private final int rows;
    private final int columns;
    private final int rowStride;
    private final int columnStride;
    private Matrix transposed; // made when it is first asked for, so that a product allocates nothing

    /// @param elements     the array, which may hold more than this matrix
    /// @param offset       of element (0, 0)
    /// @param rows         m
    /// @param columns      n
    /// @param rowStride    from one row to the next
    /// @param columnStride from one column to the next
    /// @throws IllegalArgumentException if the array is null, rows or columns overlap, or an element lies outside the array
    public Matrix(float[] elements, int offset, int rows, int columns, int rowStride, int columnStride) {
        Arguments.present("elements", elements);
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException("a matrix must have at least 0 rows and columns, was " + rows + " x " + columns);
        }
        boolean byRows = columnStride == 1 && rowStride >= columns;
        boolean byColumns = rowStride == 1 && columnStride >= rows;
        if (!byRows && !byColumns) {
            throw new IllegalArgumentException("a matrix of " + rows + " x " + columns
                    + " must have strides of at least its columns and 1, or 1 and at least its rows, had " + rowStride + " and "
                    + columnStride);
        }
        long end = rows == 0 || columns == 0 ? offset : offset + (rows - 1L) * rowStride + (columns - 1L) * columnStride + 1;
        if (offset < 0 || end > elements.length) {
            throw new IllegalArgumentException("a matrix of " + rows + " x " + columns + " at " + offset + " must lie within the "
                    + elements.length + " elements of its array, ends at " + end);
        }
        this.elements = elements;
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
        this.rowStride = rowStride;
        this.columnStride = columnStride;
    }

    /// Row after row, with nothing between them.
    public static Matrix of(float[] elements, int offset, int rows, int columns) {
        return new Matrix(elements, offset, rows, columns, Math.max(1, columns), 1);
    }

    /// The array.
    public float[] elements() {
        return elements;
    }

    /// Where element (0, 0) lies.
    public int offset() {
        return offset;
    }

    /// m.
    public int rows() {
        return rows;
    }

    /// n.
    public int columns() {
        return columns;
    }

    /// From one row to the next.
    public int rowStride() {
        return rowStride;
    }

    /// From one column to the next.
    public int columnStride() {
        return columnStride;
    }

    /// The transpose, of the same elements; the same object each time.
    public Matrix transposed() {
        if (transposed == null) {
            transposed = new Matrix(elements, offset, columns, rows, columnStride, rowStride);
            transposed.transposed = this;
        }
        return transposed;
    }

    /// Where element (i, j) lies.
    int at(int i, int j) {
        return offset + i * rowStride + j * columnStride;
    }
}
