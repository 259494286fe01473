package lanewise.stats;

import java.util.List;

/// The rows that the first rounds leave under suspicion.
///
/// @param suspects names of rows, worst first
/// @param cut      how many more there were than the rule confirms
public record Screen(List<String> suspects, int cut) {}
