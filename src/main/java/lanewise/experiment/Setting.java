package lanewise.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import lanewise.data.ImageSet;

/// What an experiment runs with.
///
/// @param images   that it trains with, if it takes images
/// @param effort   the share of the published amount of work: 1 for all of it
/// @param threads  on which its runs are shared out; each run has one
/// @param progress takes a line now and then
public record Setting(ImageSet images, double effort, int threads, Consumer<String> progress) {

    /// @throws IllegalArgumentException if the effort is not above 0 and at most 1, or there is no thread
    public Setting {
        if (!(effort > 0 && effort <= 1)) throw new IllegalArgumentException("the effort must be above 0 and at most 1, was " + effort);
        if (threads < 1) throw new IllegalArgumentException("threads must be at least 1, were " + threads);
    }

    /// A part of a published count that the effort allows.
    int scaled(int published, int least) {
        return Math.clamp(Math.round(effort * published), Math.min(least, published), published);
    }

    /// What the report says if the experiment runs smaller than it was published.
    List<String> caveats() {
        List<String> caveats = new ArrayList<>();
        if (images.isSubset()) {
            caveats.add("Trained with " + ImageSet.SUBSET
                    + ", 2,000 images instead of 60,000: published figures cannot come out. `scripts/fetch-data` installs the full set.");
        }
        if (effort < 1) caveats.add("Run at an effort of " + effort + ": fewer minibatches, epochs or runs than published.");
        return caveats;
    }

    /// Runs all tasks, so many at once as there are threads, and gives their results in the order of the tasks.
    <T> List<T> all(List<Callable<T>> tasks) {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> futures = tasks.stream().map(pool::submit).toList();
            List<T> results = new ArrayList<>();
            try {
                for (Future<T> future : futures) results.add(future.get());
            } catch (InterruptedException | ExecutionException e) {
                pool.shutdownNow();
                if (e.getCause() instanceof RuntimeException cause) throw cause;
                throw new IllegalStateException(e);
            }
            return results;
        }
    }
}
