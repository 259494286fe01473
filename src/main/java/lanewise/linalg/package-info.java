/// The few dense routines that more than one optimizer or layer needs, each in three variants that agree to the bit.
///
/// Element-wise routines follow the rules of `lanewise.optim`: exactly rounded operations only, no fma. A sum has an order that is part
/// of its definition and depends neither on the machine's vectors nor on the variant, so that it is the same number everywhere.
///
/// There is no dispatch here: who calls knows the variant, and switches on it once.
package lanewise.linalg;
