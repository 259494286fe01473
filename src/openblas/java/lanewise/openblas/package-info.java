/// OpenBLAS as a contestant, part of the jar in Maven's profile `openblas` alone.
package lanewise.openblas;
