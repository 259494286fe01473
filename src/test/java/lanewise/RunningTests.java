package lanewise;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Says which tests are running when none has ended for ten seconds. A build that says nothing looks like one that hangs.
public final class RunningTests implements TestExecutionListener {

    private static final long SILENCE_SECONDS = 10;

    private final Map<TestIdentifier, Long> running = new ConcurrentHashMap<>(); // since when, in nanoseconds
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("running-tests").factory());
    private volatile long lastWord = System.nanoTime();
    private volatile TestPlan plan;
    private volatile PrintStream out; // that of the build, also while a test has exchanged it

    @Override
    public void testPlanExecutionStarted(TestPlan begun) {
        plan = begun;
        out = System.out;
        clock.scheduleWithFixedDelay(this::speakAfterSilence, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void testPlanExecutionFinished(TestPlan ended) {
        clock.shutdownNow();
    }

    @Override
    public void executionStarted(TestIdentifier started) {
        if (started.getParentId().isPresent()) running.put(started, System.nanoTime());
    }

    @Override
    public void executionFinished(TestIdentifier ended, TestExecutionResult result) {
        running.remove(ended);
        if (ended.isContainer()) lastWord = System.nanoTime(); // the build prints a line for each class
    }

    private void speakAfterSilence() {
        long now = System.nanoTime();
        if (TimeUnit.NANOSECONDS.toSeconds(now - lastWord) < SILENCE_SECONDS || running.isEmpty()) return;
        boolean tests = running.keySet().stream().anyMatch(TestIdentifier::isTest);
        out.println("still running: " + running.entrySet().stream().filter(entry -> entry.getKey().isTest() || !tests)
                .map(entry -> name(entry.getKey()) + " (" + TimeUnit.NANOSECONDS.toSeconds(now - entry.getValue()) + " s)")
                .sorted().collect(Collectors.joining(", ")));
        lastWord = now;
    }

    private String name(TestIdentifier test) {
        return plan.getParent(test).filter(parent -> parent.getParentId().isPresent()).map(parent -> name(parent) + " ").orElse("")
                + test.getDisplayName();
    }
}
