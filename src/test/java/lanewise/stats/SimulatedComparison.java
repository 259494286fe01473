package lanewise.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A comparison on a [SimulatedHost]: every tenth row is bimodal, and the second fork of a round is slower than the first.
///
/// @param slowdowns of the head by row, as fractions
/// @param blocks    all forks of the base before all of the head, as one should not
record SimulatedComparison(long seed, GateRule rule, double[] slowdowns, boolean blocks) {

    static final double MARGIN = 0.02;

    private static final double SLOT_BIAS = 0.01;
    private static final double SLOW_MODE = Math.log(1.5);
    private static final double SLOW_SHARE = 0.3;

    /// What was measured and what came of it.
    record Result(List<Pairs> screened, List<Pairs> confirmed, Verdicts verdicts) {

        boolean claimsAnything() {
            return verdicts.sharedShift() != 1
                    || verdicts.rows().stream()
                            .anyMatch(row -> row.verdict() == Verdict.REGRESSED || row.verdict() == Verdict.IMPROVED);
        }
    }

    Result run() {
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedHost host = new SimulatedHost(random);
        List<Integer> all = new ArrayList<>();
        for (int row = 0; row < slowdowns.length; row++) all.add(row);
        List<Pairs> screened = measure(random, host, all, rule.screenRounds());
        List<Integer> suspects = Gate.screen(rule, screened).suspects().stream().map(Integer::valueOf).toList();
        List<Pairs> confirmed = measure(random, host, suspects, rule.confirmRounds());
        return new Result(screened, confirmed, Gate.judge(rule, screened, confirmed));
    }

    static boolean bimodal(int row) {
        return row % 10 == 9;
    }

    private List<Pairs> measure(SplittableRandom random, SimulatedHost host, List<Integer> rows, int rounds) {
        double[][] base = new double[rows.size()][rounds];
        double[][] head = new double[rows.size()][rounds];
        boolean[][] headFirst = new boolean[rows.size()][];
        for (int k = 0; k < rows.size(); k++) headFirst[k] = balanced(random, rounds);
        for (int pass = 0; pass < (blocks ? 2 : 1); pass++) {
            for (int round = 0; round < rounds; round++) {
                for (int k = 0; k < rows.size(); k++) {
                    for (int slot = 0; slot < 2; slot++) {
                        boolean ofHead = blocks ? pass == 1 : headFirst[k][round] == (slot == 0);
                        if (blocks && slot == 1) continue;
                        double time = time(random, host, rows.get(k), slot);
                        if (ofHead) head[k][round] = time + Math.log1p(slowdowns[rows.get(k)]);
                        else
                            base[k][round] = time;
                    }
                }
            }
        }
        List<Pairs> pairs = new ArrayList<>();
        for (int k = 0; k < rows.size(); k++) pairs.add(new Pairs(String.valueOf(rows.get(k)), MARGIN, base[k], head[k]));
        return pairs;
    }

    private static double time(SplittableRandom random, SimulatedHost host, int row, int slot) {
        double mode = bimodal(row) && random.nextDouble() < SLOW_SHARE ? SLOW_MODE : 0;
        return 5 + 0.01 * row + mode + slot * SLOT_BIAS + host.next();
    }

    /// As many true as false, in random order.
    private static boolean[] balanced(SplittableRandom random, int n) {
        boolean[] order = new boolean[n];
        for (int k = 0; k < n; k++) order[k] = k % 2 == 0;
        for (int k = n - 1; k > 0; k--) {
            int other = random.nextInt(k + 1);
            boolean swapped = order[k];
            order[k] = order[other];
            order[other] = swapped;
        }
        return order;
    }
}
