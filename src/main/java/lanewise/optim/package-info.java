/// One file an optimizer: its formula, its state and its three kernels; and the catalogue that lists them.
///
/// **Floating point.** Kernels use + − × ÷ √ |·| min max compare and select only. These are exactly rounded or exact, so every variant,
/// every vector width, the interpreter and the compilers give the same bits. There is no fma, and there are parentheses wherever order
/// matters. Powers, bias corrections and schedules are computed once per step, in double, and rounded once.
///
/// **Epsilon** is `√(x + inside) + outside` with one of the two zero, which serves both conventions of the literature: adding zero is
/// exact.
///
/// **Three spellings.** `scalar` is the specification, `unrolled` and `simd` spell the formula again, deliberately: a cross-check of three
/// independent texts finds what a check of one shared text cannot.
///
/// **What is not element-wise.** L-BFGS needs inner products and a line search. It minimizes an [lanewise.optim.Objective] over the routines
/// of `lanewise.linalg`, whose sums have a defined order, so its variants take the same path to the bit as well.
package lanewise.optim;
