package lanewise.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a lost thread is waited for without heed to interruptions
@Execution(ExecutionMode.CONCURRENT)
class TeamTest {

    private final AtomicIntegerArray shares = new AtomicIntegerArray(3);

    private void requireShares(int times) {
        for (int member = 0; member < 3; member++) assertThat(shares.get(member)).as("member %d", member).isEqualTo(times);
    }

    @Test
    void workInsideAShareOfTheSameTeamIsDoneInPlace() {
        try (Team team = new Team(3, "team")) {
            for (int repeat = 0; repeat < 1_000; repeat++) {
                team.run(_ -> team.run(_ -> team.run(shares::incrementAndGet, 3), 3), 3);
            }
        }
        requireShares(9_000);
    }

    @Test
    void callersDoNotWaitForOneAnother() throws InterruptedException {
        try (Team team = new Team(3, "team")) {
            List<Thread> callers = Stream.generate(() -> Thread.ofPlatform().start(() -> {
                for (int repeat = 0; repeat < 1_000; repeat++) team.run(shares::incrementAndGet, 3);
            })).limit(3).toList();
            for (Thread caller : callers) caller.join();
        }
        requireShares(3_000);
    }

    @Test
    void inPlaceAllSharesAreDoneAndTheLowestFailureIsThrown() {
        try (Team team = new Team(3, "team")) {
            team.run(outer -> {
                if (outer > 0) return;
                assertThatThrownBy(() -> team.run(member -> {
                    shares.incrementAndGet(member);
                    if (member > 0) throw new IllegalStateException("member " + member);
                }, 3)).hasMessage("member 1");
            }, 3);
        }
        requireShares(1);
    }

    @Test
    void aTeamThatIsClosedAtWorkFinishesItAndTakesNoMore() throws InterruptedException {
        Team team = new Team(3, "team");
        Thread[] threads = new Thread[3];
        team.run(member -> {
            team.close();
            threads[member] = Thread.currentThread();
            shares.incrementAndGet(member);
        }, 3);
        requireShares(1);
        for (int member = 1; member < 3; member++) assertThat(threads[member].join(Duration.ofSeconds(30))).as("ended").isTrue();
        assertThatThrownBy(() -> team.run(shares::incrementAndGet, 2)).hasMessage("this team of threads is closed");
        requireShares(1);
    }

    @Test
    void noMoreMembersThanThereAre() {
        try (Team team = new Team(2, "team")) {
            assertThatIllegalArgumentException().isThrownBy(() -> team.run(shares::incrementAndGet, 3))
                    .withMessage("members must be 1 to 2, were 3");
            assertThatIllegalArgumentException().isThrownBy(() -> team.run(shares::incrementAndGet, 0))
                    .withMessage("members must be 1 to 2, were 0");
        }
        requireShares(0);
    }
}
