package lanewise.linalg;

/// What a micro-kernel of [Sgemm] works on: the rows of A and the columns of B that make a tile, over one block of the inner dimension, and
/// where the tile's sums go. Made once and filled for every tile, so that the loops need not pass so much on.
final class SgemmOperands {

    /// Columns of A and rows of B.
    int depth;

    /// Element (0, 0) of A's part, and its strides: 1 and [Sgemm#MR] in a packed panel.
    float[] a;
    int fromA;
    int rowA;
    int columnA;

    /// Element (0, 0) of B's part, which lies row by row, and the stride of its rows: the tile's width in a packed panel.
    float[] b;
    int fromB;
    int rowB;

    /// Where the first sum goes, and the stride of the tile's rows.
    float[] to;
    int at;
    int row;

    /// The row where the lower four of a tile's eight rows begin: less than four if fewer than eight are there. Rows that belong to both
    /// halves are computed twice.
    int lower;
}
