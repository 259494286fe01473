package lanewise.train;

import java.util.Locale;

/// The loss has become infinite or no number. The message says at which minibatch and learning rate, and what the loss was before.
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DivergedException(long minibatch, double rate, double lastLoss, double loss) {
        super(String.format(Locale.ROOT, "the loss became %s at minibatch %d with a learning rate of %s; the last finite loss was %s",
                loss, minibatch, rate, Double.isNaN(lastLoss) ? "that of no minibatch" : Double.toString(lastLoss)));
    }
}
