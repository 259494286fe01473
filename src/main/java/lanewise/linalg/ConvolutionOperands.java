package lanewise.linalg;

import static lanewise.simd.Lanes.LANES;

/// What a micro-kernel of [ConvolutionTiles] works on, and where its sums go. Made once and filled for every tile, so that a convolution
/// allocates nothing.
final class ConvolutionOperands {

    /// Whether the machine's registers hold the sums of eight rows.
    private final boolean eight;

    /// The factor whose elements are broadcast.
    float[] x;

    /// Where each row of the tile begins in x, from index `row` on.
    int[] offsets;
    int row;

    /// Where each run begins behind the start of its row; how many runs there are, and how many elements one has.
    int[] runs;
    int count;
    int length;

    /// The factor whose elements fill vectors: two vectors for each element of each run.
    float[] w;
    int fromW;

    /// What the sums begin with: two vectors, the same for all rows.
    float[] start;
    int fromStart;

    /// Where the first sum goes, and the stride of the tile's rows.
    float[] to;
    int at;
    int stride;

    ConvolutionOperands(Tile tile) {
        eight = tile == Tile.EIGHT_BY_TWO;
    }

    /// Rows of a tile.
    int rows() {
        return eight ? 8 : 6;
    }

    /// Columns of a tile.
    static int columns() {
        return 2 * LANES;
    }

    /// Sums up a tile.
    void sumUp() {
        if (eight) ConvolutionTiles.eightByTwo(this);
        else
            ConvolutionTiles.sixByTwo(this);
    }
}
