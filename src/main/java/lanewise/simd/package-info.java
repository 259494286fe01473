/// The vector species.
package lanewise.simd;
