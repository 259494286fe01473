package lanewise.optim;

import java.util.List;

/// Hyper-parameters of their own for ranges of the parameters: a momentum, a weight decay or a rate for each layer of a network.
///
/// An element is stepped exactly as its group's optimizer would do it, so groups cost nothing but a call each.
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
            Arguments.size("rateFactor", rateFactor);
        }
    }

    /// The end of a group that reaches to the last parameter, however many there are.
    public static final int REST = Integer.MAX_VALUE;

    public ParameterGroups {
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
        Arguments.step(t, learningRate);
        int[] ends = groups.stream().mapToInt(Group::end).toArray();
        Update[] updates = groups.stream().map(group -> group.optimizer.at(t, learningRate * group.rateFactor)).toArray(Update[]::new);
        return new Step(ends, updates, stateArrays());
    }

    /// The steps of all groups.
    @SuppressWarnings("ArrayRecordComponent") // never compared, and read by no one else
    record Step(int[] ends, Update[] updates, int stateArrays) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            Arguments.arrays(variant, w, g, state, stateArrays, from, to);
            if (ends[ends.length - 1] < to) {
                throw new IllegalArgumentException(
                        "groups must cover the range, which ends at " + to + ", the last one ends at " + ends[ends.length - 1]);
            }
            int begin = 0;
            for (int k = 0; k < ends.length; k++) {
                int first = Math.max(from, begin);
                int end = Math.min(to, ends[k]);
                if (first < end) updates[k].apply(variant, w, g, state, first, end);
                begin = ends[k];
            }
        }
    }
}
