package lanewise.linalg;

/// The shape of a sample that is an image.
///
/// @param height   the number of rows of pixels
/// @param width    the number of pixels in a row
/// @param channels the number of values of a pixel
public record Image(int height, int width, int channels) {

    /// The number of values of all pixels.
    public int values() {
        return height * width * channels;
    }

    /// As messages write it: `4 x 4 x 2`.
    @Override
    public String toString() {
        return height + " x " + width + " x " + channels;
    }
}
