package lanewise.run;

/// Measures one row in one fresh JVM.
@FunctionalInterface
public interface Forks {

    /// The user ended the fork, which says nothing of its row.
    final class Interrupted extends RuntimeException {

        private static final long serialVersionUID = 1;

        public Interrupted(String message) {
            super(message);
        }
    }

    /// Runs the fork to its end. A benchmark that fails is a measurement too, with the reason.
    ///
    /// @param round    counted from 1
    /// @param position in the order of the round, counted from 1
    /// @throws Interrupted if the user ended it
    Measurement measure(Row row, int round, int position);
}
