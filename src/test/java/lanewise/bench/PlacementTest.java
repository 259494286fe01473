package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlacementTest {

    /// The seeds of a run's rounds, one after the other.
    @Test
    void roundsPutTheArraysInOrdersOfTheirOwn() {
        List<List<Integer>> orders = LongStream.rangeClosed(20_261_124, 20_261_133).mapToObj(seed -> Placement.order(3, seed)).toList();
        assertThat(orders.stream().distinct().count()).isGreaterThanOrEqualTo(4);
        assertThat(orders).allSatisfy(order -> assertThat(order).containsExactlyInAnyOrder(0, 1, 2));
    }
}
