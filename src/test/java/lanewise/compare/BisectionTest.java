package lanewise.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lanewise.compare.Bisection.Answer;
import lanewise.compare.Bisection.Kind;
import org.junit.jupiter.api.Test;

class BisectionTest {

    private static List<String> commits(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void theFirstBadCommitIsFoundInAsManyQuestionsAsALogarithm() throws Exception {
        for (int count = 1; count <= 40; count++) {
            for (int first = 0; first < count; first++) {
                List<String> asked = new ArrayList<>();
                int bad = first;
                Bisection found = Bisection.search(commits(count), commit -> {
                    asked.add(commit);
                    return new Answer(Integer.parseInt(commit) >= bad ? Kind.BAD : Kind.GOOD, "");
                });
                assertThat(found.candidates()).containsExactly(Integer.toString(first));
                assertThat(asked).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo((int) Math.ceil(Math.log(count) / Math.log(2)));
            }
        }
    }

    @Test
    void commitsThatCannotBeJudgedAreLeftOverOnlyWhereTheyCouldBeTheFirst() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        for (int repeat = 0; repeat < 500; repeat++) {
            int count = random.nextInt(1, 20);
            int first = random.nextInt(count);
            boolean[] unknown = new boolean[count];
            for (int k = 0; k < count - 1; k++) unknown[k] = random.nextInt(3) == 0;
            Bisection found = Bisection.search(commits(count), commit -> {
                int k = Integer.parseInt(commit);
                return unknown[k] ? new Answer(Kind.UNKNOWN, "it rains") : new Answer(k >= first ? Kind.BAD : Kind.GOOD, "");
            });
            int bad = IntStream.range(first, count).filter(k -> !unknown[k]).findFirst().orElseThrow();
            int oldest = IntStream.iterate(bad, k -> k > 0 && unknown[k - 1], k -> k - 1).map(k -> k - 1).reduce(bad, (_, k) -> k);
            assertThat(found.candidates()).containsExactlyElementsOf(commits(count).subList(oldest, bad + 1));
            assertThat(found.unknown().keySet()).containsAll(found.candidates().subList(0, bad - oldest));
            assertThat(found.unknown().values()).allMatch("it rains"::equals);
        }
    }
}
