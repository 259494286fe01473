package lanewise.nn;

/// The shape of a sample that is an image.
///
/// @param height   lines
/// @param width    places in a line
/// @param channels values of a place
public record Image(int height, int width, int channels) {

    /// As refusals write it: `4 x 4 x 2`.
    @Override
    public String toString() {
        return height + " x " + width + " x " + channels;
    }
}
