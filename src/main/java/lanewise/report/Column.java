package lanewise.report;

import java.util.function.Function;

/// A column of a table: its head, and what it says of a line.
///
/// @param isName whether it names the line; the others are numbers, which stand to the right
/// @param cell   the text of a line's cell
record Column<T>(String head, boolean isName, Function<T, String> cell) {

    static <T> Column<T> name(String head, Function<T, String> cell) {
        return new Column<>(head, true, cell);
    }

    static <T> Column<T> number(String head, Function<T, String> cell) {
        return new Column<>(head, false, cell);
    }
}
