/// The vector species and the helpers that keep kernels short.
package lanewise.simd;
