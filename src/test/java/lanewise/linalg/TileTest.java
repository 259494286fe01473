package lanewise.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import lanewise.simd.Lanes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {

    @ParameterizedTest
    @CsvSource({"amd64, 16, 8x2", "amd64, 8, 4x3", "x86_64, 4, 4x3", "amd64, 2, 4x3", "aarch64, 4, 8x2", "aarch64, 8, 8x2"})
    void theTileFollowsTheRegisters(String arch, int lanes, String tile) {
        assertThat(Tile.chosen(null, arch, lanes)).hasToString(tile);
    }

    @ParameterizedTest
    @EnumSource
    void thePropertyNamesATileOnEveryMachine(Tile tile) {
        assertThat(Tile.chosen(tile.toString(), "amd64", 16)).isEqualTo(tile);
        assertThat(Tile.chosen(tile.toString(), "amd64", 8)).isEqualTo(tile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8X2", "8x2 ", "9x9", "EIGHT_BY_TWO"})
    void anotherNameIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Tile.chosen(name, "amd64", 16))
                .withMessage("the system property lanewise.tile must name a tile, one of 8x2, 4x3, was '" + name + "'");
    }

    /// However many columns are left, tiles follow one another until none is, and never need more room than whole ones.
    @ParameterizedTest
    @EnumSource
    void narrowerTilesNeedNoMoreRoomThanWholeOnes(Tile tile) {
        for (int columns = 1; columns <= 3 * tile.columns(); columns++) {
            int packed = 0;
            for (int left = columns; left > 0; left -= tile.columns(left)) packed += tile.columns(left);
            assertThat(packed).isGreaterThanOrEqualTo(columns)
                    .isLessThanOrEqualTo(Math.ceilDiv(columns, tile.columns()) * tile.columns());
        }
    }

    /// The last tile begins early enough to be full, and never behind a column that no other computes.
    @ParameterizedTest
    @EnumSource
    void noTileReachesBehindTheLastColumnUnlessItIsWiderThanTheProduct(Tile tile) {
        for (int columns = 1; columns <= 3 * tile.columns(); columns++) {
            for (int j = 0; j < columns; j += tile.columns(columns - j)) {
                int end = tile.first(j, columns) + tile.columns(columns - j);
                assertThat(tile.first(j, columns)).isBetween(0, j);
                if (columns >= tile.columns(columns - j)) assertThat(end).isLessThanOrEqualTo(columns);
                assertThat(end).isGreaterThanOrEqualTo(Math.min(columns, j + tile.columns(columns - j)));
            }
        }
    }

    @Test
    void aTileIsWholeVectors() {
        assertThat(Tile.EIGHT_BY_TWO.columns()).isEqualTo(2 * Lanes.LANES);
        assertThat(Tile.FOUR_BY_THREE.columns()).isEqualTo(3 * Lanes.LANES);
    }
}
