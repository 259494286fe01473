package lanewise.stats;

import java.util.List;

/// What a comparison came to.
///
/// @param rows        one verdict of each row, in the order of the screened rows
/// @param sharedShift the ratio that is common to all rows; 1 if there is none. Rows that move with it are not called REGRESSED: it is
///                    one change of its own, such as another JDK's or a flag's
/// @param screen      which rows were suspects
public record Verdicts(List<RowVerdict> rows, double sharedShift, Screen screen) {}
