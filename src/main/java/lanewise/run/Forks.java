package lanewise.run;

/// Measures one row in one fresh JVM.
@FunctionalInterface
public interface Forks {

    /// Runs the fork to its end. A benchmark that fails is a measurement too, with the reason.
    ///
    /// @param round    counted from 1
    /// @param position in the order of the round, counted from 1
    Measurement measure(Row row, int round, int position);
}
