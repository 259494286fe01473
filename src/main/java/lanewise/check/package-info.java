/// Verifies the kernels. It ships with the jar, so that it can be repeated where they are measured: variants equal to the bit, trajectories
/// of PyTorch within bounds, no allocation.
package lanewise.check;
