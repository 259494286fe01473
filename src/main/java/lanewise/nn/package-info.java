/// Layers, losses and networks over one flat array of parameters, forward and backward, each in three variants that agree to the bit.
///
/// A minibatch is a matrix of a sample a row. Sums have the order that `lanewise.linalg` defines, or one that is stated where they are
/// made, so that no variant, vector width or machine gives other bits. Arrays grow with the largest minibatch seen and are kept.
package lanewise.nn;
