package lanewise.optim;

/// An optimizer in one of the conventions that its formula allows, and how messages name it.
///
/// @param name such as `weight decay`
public record Convention(String name, Optimizer optimizer) {}
