package lanewise.linalg;

/// A left factor that lies nowhere as a matrix: it is packed, part by part, straight from where its elements are.
public interface Panels {

    /// m of the factor.
    int rows();

    /// k of the factor.
    int columns();

    /// Packs a part in tiles of [Sgemm#MR] rows, one after the other, each column by column; rows that are missing from the last tile
    /// are zero.
    ///
    /// @param panel takes them, from index 0
    /// @param top   the first row, `bottom` the row behind the last
    /// @param begin the first column, `end` the column behind the last
    void pack(float[] panel, int top, int bottom, int begin, int end);
}
