/// Measuring: a plan of rows, rounds that run every row once in a shuffled order, a fork a row, a journal line a fork.
///
/// The benchmarks are started by name in forks and not referred to here.
package lanewise.run;
