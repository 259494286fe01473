package lanewise.experiment;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import lanewise.data.ImageSet;
import lanewise.experiment.Charts.Line;
import lanewise.experiment.MlpBook.Way;
import lanewise.optim.Schedule;
import lanewise.optim.Variant;
import lanewise.train.Evaluation;
import lanewise.train.RateSchedule;
import lanewise.train.Trainer;

/// The textbook's network with momentum under every schedule of the learning rate.
final class SchedulesExperiment implements Experiment {

    private static final int MINIBATCHES = 10_000;
    private static final int CHECKS = 25;
    private static final double RATE = 0.2;
    private static final double MOMENTUM = 0.9;

    private record Scheduled(String name, double[] losses, double[] rates, double accuracy) {}

    @Override
    public String name() {
        return "schedules";
    }

    @Override
    public String claim() {
        return "a learning rate that falls ends at a lower loss than a constant one, as the steps no longer jump over the minimum";
    }

    @Override
    public Result run(Setting setting) {
        int minibatches = setting.scaled(MINIBATCHES, CHECKS);
        ImageSet images = setting.images().sized(14 * 14);
        List<Callable<Scheduled>> tasks = new ArrayList<>();
        for (String schedule : schedules(minibatches)) tasks.add(() -> train(setting, schedule, images, minibatches));
        List<Scheduled> found = setting.all(tasks);
        List<String> lines = new ArrayList<>(setting.caveats());
        lines.addAll(List.of("",
                format(Locale.ROOT,
                        "mlp-book, momentum %.1f, rate %.1f to begin with, %d minibatches of %d; losses are of the test images.",
                        MOMENTUM, RATE, minibatches, MlpBook.BATCH),
                "", "| schedule | rate in the end | test loss | accuracy |", "|---|---:|---:|---:|"));
        Map<String, Object> raw = new LinkedHashMap<>();
        List<Line> losses = new ArrayList<>();
        List<Line> rates = new ArrayList<>();
        double[] x = new double[CHECKS];
        for (int k = 0; k < CHECKS; k++) x[k] = (double) minibatches * (k + 1) / CHECKS;
        for (Scheduled one : found) {
            lines.add(format(Locale.ROOT, "| %s | %.4g | %.5f | %.4f |", one.name, one.rates[CHECKS - 1], one.losses[CHECKS - 1],
                    one.accuracy));
            raw.put(one.name, Map.of("testLosses", one.losses, "rates", one.rates, "accuracy", one.accuracy));
            losses.add(new Line(one.name, x, one.losses));
            rates.add(new Line(one.name, x, one.rates));
        }
        return new Result("Schedules of the learning rate", lines, raw, Map.of("loss",
                Charts.lines("Test loss by schedule", "minibatch", "loss", true, losses), "rate",
                Charts.lines("Learning rate by schedule", "minibatch", "learning rate", false, rates)));
    }

    /// One of each, with numbers that bring the rate down to about a tenth or to 0.
    private static List<String> schedules(int minibatches) {
        double n = minibatches;
        return List.of(RateSchedule.CONSTANT.toString(), RateSchedule.EXPONENTIAL + ":" + Math.log(10) / n,
                RateSchedule.INVERSE_TIME + ":" + 9 / n,
                RateSchedule.STEPWISE + ":0.5," + Math.max(1, minibatches / 4), RateSchedule.MULTIPLICATIVE + ":" + Math.pow(0.1, 1 / n),
                RateSchedule.SUBTRACTIVE + ":" + RATE / n,
                RateSchedule.WARM_UP_THEN_COSINE + ":0," + minibatches / 20 + "," + minibatches);
    }

    private static Scheduled train(Setting setting, String text, ImageSet images, int minibatches) {
        Schedule schedule = RateSchedule.of(text, RATE, 1);
        Trainer trainer = MlpBook.trainer(new Way(text, MOMENTUM, schedule), images, 1);
        double[] losses = new double[CHECKS];
        double[] rates = new double[CHECKS];
        Evaluation test = null;
        for (int k = 0; k < CHECKS; k++) {
            long until = (long) minibatches * (k + 1) / CHECKS;
            while (trainer.minibatches() < until)
                trainer.step();
            test = Evaluation.of(trainer.network(), trainer.loss(), images.test(), Variant.SIMD);
            losses[k] = test.loss();
            rates[k] = schedule.at(until);
        }
        setting.progress().accept(format(Locale.ROOT, "%s: test loss %.5f", text, losses[CHECKS - 1]));
        return new Scheduled(text.split(":")[0], losses, rates, test.matrix().accuracy());
    }
}
