/// Worked examples: small functions, descents over them and the figures that are known of them. Each descent runs as a textbook would
/// write it, in double, and through the kernels of the suite, in float; the two share no arithmetic.
package lanewise.experiment;
