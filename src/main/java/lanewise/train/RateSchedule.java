package lanewise.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import lanewise.optim.Schedule;

/// The schedules of [Schedule] by name, with their numbers, as a command line and a file give them: `multiplicative:0.99`.
public enum RateSchedule {
    /// The same rate at every step.
    CONSTANT("", 0, (rate, _) -> Schedule.constant(rate)),
    /// Falls by a factor of e^−k a step.
    EXPONENTIAL("K", 1, (rate, n) -> Schedule.exponential(rate, n[0])),
    /// The rate over 1 + k(t − 1).
    INVERSE_TIME("K", 1, (rate, n) -> Schedule.inverseTime(rate, n[0])),
    /// Is multiplied every so many steps.
    STEPWISE("FACTOR,EVERY", 2, (rate, n) -> Schedule.stepwise(rate, n[0], whole("EVERY", n[1]))),
    /// Is multiplied at every step.
    MULTIPLICATIVE("FACTOR", 1, (rate, n) -> Schedule.multiplicative(rate, n[0])),
    /// Falls by the same amount at every step, to 0.
    SUBTRACTIVE("AMOUNT", 1, (rate, n) -> Schedule.subtractive(rate, n[0])),
    /// Rises for WARMUP steps, then falls along a cosine to END at step TOTAL.
    WARM_UP_THEN_COSINE("END,WARMUP,TOTAL", 3,
            (rate, n) -> Schedule.warmUpThenCosine(rate, n[0], whole("WARMUP", n[1]), whole("TOTAL", n[2])));

    private final String numbers;
    private final int count;
    private final BiFunction<Double, double[], Schedule> made;

    RateSchedule(String numbers, int count, BiFunction<Double, double[], Schedule> made) {
        this.numbers = numbers;
        this.count = count;
        this.made = made;
    }

    private static long whole(String name, double value) {
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the schedule's " + name + " must be a whole number, was " + value);
        }
        return (long) value;
    }

    /// Its name with the numbers that it takes: `stepwise:FACTOR,EVERY`.
    public String usage() {
        return this + (count == 0 ? "" : ":" + numbers);
    }

    /// The name on a command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The schedule of a text.
    ///
    /// @param text         a name and, behind a colon, its numbers with commas between them
    /// @param learningRate the rate that it begins with, or its peak
    /// @param stepsPerUnit 1 if the schedule goes by steps; the steps of an epoch if it goes by epochs
    /// @throws IllegalArgumentException if the text names no schedule, or numbers are missing, too many or out of their range
    public static Schedule of(String text, double learningRate, long stepsPerUnit) {
        if (!(learningRate >= 0)) throw new IllegalArgumentException("the learning rate must be at least 0, was " + learningRate);
        String[] parts = text.split(":", 2);
        RateSchedule named = Arrays.stream(values()).filter(schedule -> schedule.toString().equals(parts[0])).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("schedule \"" + text + "\" is not one of "
                        + Arrays.stream(values()).map(RateSchedule::usage).collect(Collectors.joining(" "))));
        String[] given = parts.length < 2 || parts[1].isEmpty() ? new String[0] : parts[1].split(",", -1);
        if (given.length != named.count) {
            throw new IllegalArgumentException("schedule \"" + text + "\" must be given as " + named.usage());
        }
        double[] numbers = new double[given.length];
        try {
            for (int k = 0; k < given.length; k++) numbers[k] = Double.parseDouble(given[k]);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("schedule \"" + text + "\" must be given as " + named.usage() + ", with numbers");
        }
        Schedule schedule = named.made.apply(learningRate, numbers);
        return stepsPerUnit == 1 ? schedule : t -> schedule.at(1 + (t - 1) / stepsPerUnit);
    }
}
