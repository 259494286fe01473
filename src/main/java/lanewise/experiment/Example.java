package lanewise.experiment;

import java.util.List;

/// A worked example: its figures, what is to be said about them, and its picture.
///
/// @param name of its picture's file
public record Example(String name, String title, List<Figure> figures, List<String> notes, Picture picture) {

    /// Whether every figure is as it should be.
    public boolean isFine() {
        return figures.stream().allMatch(Figure::isFine);
    }
}
