/// Comparing two builds: forks of both take turns in pairs ([lanewise.compare.PairedRounds]), pairs that cannot be trusted are excluded by rules
/// that were fixed before ([lanewise.compare.Pairing]), each row has a margin ([lanewise.compare.Margins]), and what the pairs say is a verdict
/// ([lanewise.compare.ComparisonVerdict]). [lanewise.compare.Bisection] looks for the commit with which a row became slower. Plans, forks,
/// journals and sessions are those of a run, in [lanewise.run].
package lanewise.compare;
