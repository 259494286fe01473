package lanewise.stats;

import java.util.List;

/// What a comparison found.
///
/// @param judgements  one of each row, in the order of the screened rows
/// @param sharedShift the ratio that is common to all rows; 1 if there is none
public record Outcome(List<Judgement> judgements, double sharedShift, Screen screen) {}
