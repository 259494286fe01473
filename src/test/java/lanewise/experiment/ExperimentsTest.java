package lanewise.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import lanewise.data.GeneratedSets;
import lanewise.data.ImageSet;
import lanewise.data.Samples;
import lanewise.data.Sampling;
import lanewise.nn.NamedNetwork;
import lanewise.nn.Network;
import lanewise.optim.Sgd;
import lanewise.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExperimentsTest {

    @TempDir
    private Path folder;

    /// With so little effort nothing is learned, but every file is written. The larger networks would take too long here.
    @ParameterizedTest
    @ValueSource(strings = {"momentum", "symmetry"})
    void anExperimentWritesItsRawValuesItsSummaryAndItsCharts(String name) throws Exception {
        List<String> said = new ArrayList<>();
        Setting setting = new Setting(ImageSet.subset(), 1e-4, 1, said::add);
        List<String> lines = ResultFolder.run(Experiment.of(name), setting, folder.resolve(name), "scripts/lanewise experiment " + name,
                "a machine");
        assertThat(Files.readAllLines(folder.resolve(name).resolve("summary.md"))).isEqualTo(lines);
        assertThat(lines).contains("    scripts/lanewise experiment " + name, "a machine").doesNotContain("null");
        JsonNode json = new JsonMapper().readTree(folder.resolve(name).resolve("results.json").toFile());
        assertThat(json.path("experiment").asString()).isEqualTo(name);
        assertThat(json.size()).isGreaterThan(7);
        assertThat(folder.resolve(name)).isDirectoryContaining("glob:**.svg").isDirectoryContaining("glob:**.png");
        if (name.equals("momentum")) {
            assertThat(lines).anyMatch(line -> line.startsWith("Trained with the subset of Fashion-MNIST in the jar, 2,000 images"))
                    .noneMatch(line -> line.contains("eproduced"));
            assertThat(json.path("matthews").path("rate 0.2 with momentum 0.9").size()).isEqualTo(2);
            assertThat(said).hasSize(7);
        }
    }

    @Test
    void experimentsHaveNamesAndClaims() {
        assertThat(Experiment.all()).extracting(Experiment::name).containsExactly("momentum", "initialization", "optimizers", "dropout",
                "four-optimizers", "batch-size", "spiral", "schedules", "symmetry");
        assertThatThrownBy(() -> Experiment.of("any")).hasMessageStartingWith("experiment \"any\" is not one of momentum, ");
        assertThatThrownBy(() -> new Setting(ImageSet.subset(), 0, 1, null))
                .hasMessage("the effort must be above 0 and at most 1, was 0.0");
        assertThatThrownBy(() -> new Setting(ImageSet.subset(), 1, 0, null)).hasMessage("threads must be at least 1, were 0");
    }

    @Test
    void runsKeepTheOrderOfTheirTasksAndTheirFailures() {
        Setting setting = new Setting(ImageSet.subset(), 1, 2, null);
        assertThat(setting.all(IntStream.range(0, 20).<java.util.concurrent.Callable<Integer>>mapToObj(k -> () -> k).toList()))
                .isEqualTo(IntStream.range(0, 20).boxed().toList());
        assertThatThrownBy(() -> setting.all(List.of(() -> 1, () -> {
            throw new IllegalStateException("the second failed");
        }))).isInstanceOf(IllegalStateException.class).hasMessage("the second failed");
    }

    /// The same network whatever way its hidden units are ordered; one weight left behind is seen.
    @Test
    void exchangedUnitsAreAnotherPointOfTheSameCost() {
        Samples samples = GeneratedSets.spiral(20, 1);
        Network network = NamedNetwork.DENSE64.create(1);
        SymmetryExperiment.Exchanges found = SymmetryExperiment.exchanges(network, samples);
        assertThat(found.largest()).isLessThan(1e-6);
        assertThat(found.distances()).hasSize(63).doesNotContain(0);
        float[] w = network.parameters();
        double cost = lanewise.train.Evaluation.of(network, NamedNetwork.DENSE64.loss(), samples, lanewise.optim.Variant.SIMD).loss();
        SymmetryExperiment.exchange(w, 0, 5);
        w[0] += 0.5f;
        assertThat(lanewise.train.Evaluation.of(network, NamedNetwork.DENSE64.loss(), samples, lanewise.optim.Variant.SIMD).loss())
                .isNotCloseTo(cost, org.assertj.core.api.Assertions.within(1e-6));
    }

    @Test
    void aDivergedTrainingEndsInNaN() {
        Samples samples = GeneratedSets.spiral(20, 1);
        Trainer trainer = Losses.trainer(NamedNetwork.DENSE64.create(1), NamedNetwork.DENSE64.loss(), Sgd.DEFAULT, 1e30, samples,
                Sampling.FULL, 1, 1);
        assertThat(Losses.byEpoch(trainer, 5)).satisfies(losses -> {
            assertThat(losses[0]).isFinite();
            assertThat(losses[4]).isNaN();
        });
    }

    @Test
    void decisionRegionsAreDrawnAndMoved() throws Exception {
        Samples samples = GeneratedSets.spiral(20, 1);
        Network network = NamedNetwork.DENSE64.create(1);
        byte[] gif = Animation.gif(List.of(DecisionRegions.frame(network, samples, "one"), DecisionRegions.frame(network, samples, "two")),
                10);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new java.io.ByteArrayInputStream(gif)));
        assertThat(reader.getNumImages(true)).isEqualTo(2);
        assertThat(ImageIO.read(new java.io.ByteArrayInputStream(DecisionRegions.png(network, samples, "three"))).getWidth())
                .isEqualTo(1120);
        assertThat(new String(DecisionRegions.svg(network, samples, "four"), java.nio.charset.StandardCharsets.UTF_8)).contains("<svg")
                .contains("four");
    }
}
