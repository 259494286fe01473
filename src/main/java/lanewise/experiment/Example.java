package lanewise.experiment;

import java.util.List;

/// A worked example: its figures, what is to be said about them, and its picture.
///
/// @param name   of its picture's file
/// @param isRace whether several rules start at one point, so that an animation shows who is ahead
public record Example(String name, String title, List<Figure> figures, List<String> notes, Picture picture, boolean isRace) {

    /// One that is no race.
    public Example(String name, String title, List<Figure> figures, List<String> notes, Picture picture) {
        this(name, title, figures, notes, picture, false);
    }

    /// Whether every figure is as it should be.
    public boolean isFine() {
        return figures.stream().allMatch(Figure::isFine);
    }
}
