package lanewise.linalg;

import static lanewise.simd.Lanes.LANES;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The sums that a product keeps in registers while it walks along the inner dimension: rows by vectors of columns.
///
/// The system property `lanewise.tile` names one, so that each can be tested and measured on every machine. All leave the same bits. With
/// either, small and narrow products are computed with the second, whose factors need not be packed.
enum Tile {

    /// Sixteen sums, two vectors of B and one of A, for 32 vector registers. Its indexes have constant strides, so that C2 needs no bounds
    /// check in the loop, which a CPU that starts two multiply-adds a cycle has no time for.
    EIGHT_BY_TWO("8x2", 2, LANES),

    /// Twelve sums, three vectors of B and one of A, for 16 vector registers. Its strides are variables, because C2 would unroll the loop
    /// otherwise, and keep on the stack what has no register.
    FOUR_BY_THREE("4x3", 3, 2 * LANES);

    /// Columns of the least tile.
    static final int SLIM = 4;

    /// The system property that names a tile.
    static final String PROPERTY = "lanewise.tile";

    private final String label;
    private final int columns;
    private final int leastColumns;

    Tile(String label, int vectors, int leastColumns) {
        this.label = label;
        columns = vectors * LANES;
        this.leastColumns = leastColumns;
    }

    /// NR: columns of the tile.
    int columns() {
        return columns;
    }

    /// Columns of the next tile where so many are left: narrower tiles, where a whole one would compute too much that nobody wants.
    int columns(int left) {
        return left >= columns || left > leastColumns ? columns : left > SLIM ? LANES : SLIM;
    }

    /// The first column of the tile that computes those from `j` on: before `j`, so that none is missing, if fewer are left than it has.
    ///
    /// @param right behind the last column
    int first(int j, int right) {
        int width = columns(right - j);
        return right < width ? j : Math.min(j, right - width);
    }

    /// As the property writes it.
    @Override
    public String toString() {
        return label;
    }

    /// The one that the property names, or that suits the machine if it is not set.
    ///
    /// @throws IllegalArgumentException if it names none
    static Tile chosen() {
        return chosen(System.getProperty(PROPERTY), System.getProperty("os.arch"), LANES);
    }

    /// @param named what the property holds, or null
    /// @param arch  the architecture: only x86 without AVX-512, whose vectors have at most eight lanes, has 16 registers and not 32
    static Tile chosen(String named, String arch, int lanes) {
        if (named == null) {
            boolean x86 = arch.toLowerCase(Locale.ROOT).matches("amd64|x86_64|x86|i[3-6]86");
            return x86 && lanes < 16 ? FOUR_BY_THREE : EIGHT_BY_TWO;
        }
        return Stream.of(values()).filter(tile -> tile.label.equals(named)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "the system property " + PROPERTY + " must name a tile, one of "
                        + Stream.of(values()).map(Tile::toString).collect(Collectors.joining(", ")) + ", was '" + named + "'"));
    }
}
