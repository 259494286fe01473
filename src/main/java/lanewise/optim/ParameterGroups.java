package lanewise.optim;

import java.util.List;
import lanewise.linalg.Arguments;

/// Hyper-parameters of their own for ranges of the parameters: a momentum, a weight decay or a learning rate for each layer of a network.
///
/// An element is stepped exactly as its group's optimizer would do it, so groups cost nothing but a call each. Ends count the elements of
/// the whole parameters, in groups that stand inside others as well.
///
/// State: that of the groups' optimizers, which must all keep the same number of arrays.
///
/// @param groups in the order of the parameters, each from where the one before ends
public record ParameterGroups(List<Group> groups) implements Optimizer {

    /// A range of parameters.
    ///
    /// @param end        the first parameter after it; [#REST] for all that are left
    /// @param rateFactor what the learning rate is multiplied by, at least 0
    public record Group(int end, Optimizer optimizer, double rateFactor) {

        public Group {
            Arguments.present("optimizer", optimizer);
            Require.size("rateFactor", rateFactor);
        }
    }

    /// The end of a group that reaches to the last parameter, however many there are.
    public static final int REST = Integer.MAX_VALUE;

    public ParameterGroups {
        Arguments.present("groups", groups);
        Require.allPresent("groups", groups.toArray());
        groups = List.copyOf(groups);
        if (groups.isEmpty()) throw new IllegalArgumentException("groups must be at least one, were none");
        int begin = 0;
        for (Group group : groups) {
            if (group.end <= begin) {
                throw new IllegalArgumentException("a group must end after " + begin + ", where it begins, ended at " + group.end);
            }
            begin = group.end;
            int arrays = group.optimizer.stateArrays();
            int first = groups.getFirst().optimizer.stateArrays();
            if (arrays != first) {
                throw new IllegalArgumentException(
                        "all groups must keep as many state arrays as the first, " + first + ", one keeps " + arrays);
            }
        }
    }

    @Override
    public int stateArrays() {
        return groups.getFirst().optimizer.stateArrays();
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        int[] ends = groups.stream().mapToInt(Group::end).toArray();
        Update[] updates = groups.stream().map(group -> group.optimizer.at(t, Require.flushed(learningRate * group.rateFactor)))
                .toArray(Update[]::new);
        return new Step(ends, updates, stateArrays(), 0);
    }

    /// The steps of all groups.
    ///
    /// @param start the parameter that is element 0 of the arrays
    @SuppressWarnings("ArrayRecordComponent") // steps that differ in nothing but their start share the arrays, and no one else reads them
    record Step(int[] ends, Update[] updates, int stateArrays, int start) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            check(variant, w, g, state, from, to);
            for (int k = 0; k < ends.length; k++) {
                if (first(k, from) < end(k, to)) update(k).apply(variant, w, g, state, first(k, from), end(k, to));
            }
        }

        @Override
        public void check(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            Require.arrays(variant, w, g, state, stateArrays, from, to);
            long end = (long) start + to;
            if (ends[ends.length - 1] < end) {
                throw new IllegalArgumentException(
                        "groups must cover the range, which ends at " + end + ", the last one ends at " + ends[ends.length - 1]);
            }
            for (int k = 0; k < ends.length; k++) {
                if (first(k, from) < end(k, to)) update(k).check(variant, w, g, state, first(k, from), end(k, to));
            }
        }

        private int first(int k, int from) {
            return k == 0 ? from : Math.max(from, ends[k - 1] - start);
        }

        private int end(int k, int to) {
            return Math.min(to, ends[k] - start);
        }

        private Update update(int k) {
            return start == 0 ? updates[k] : updates[k].startingAt(start);
        }

        @Override
        public Update startingAt(int index) {
            return new Step(ends, updates, stateArrays, Math.addExact(start, index));
        }

        @Override
        public void checkSparse() {
            for (Update update : updates) update.checkSparse();
        }
    }
}
