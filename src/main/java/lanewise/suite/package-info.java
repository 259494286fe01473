/// What is measured: a file a family of rows, each with a table of what every profile holds; [lanewise.suite.Profile] has the profiles' names
/// and budgets, [lanewise.suite.ForkCost] what a fork needs of memory and time, and [lanewise.suite.ForkFlags] how its JVM is started.
///
/// A new family is a file here, a constant of [lanewise.run.Family], and a section of the report.
package lanewise.suite;
