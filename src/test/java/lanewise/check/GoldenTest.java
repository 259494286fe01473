package lanewise.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import lanewise.optim.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @TempDir
    private Path folder;

    static Stream<Path> trajectories() throws IOException {
        return Files.list(GOLDEN).sorted();
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void everyVariantFollowsPyTorch(Path file) {
        assertThat(Golden.check(file)).extracting(Golden.Deviation::variant).containsExactly(Variant.values());
        assertThat(Golden.check(file)).allMatch(Golden.Deviation::isWithinBound);
    }

    /// A small change of a hyper-parameter takes the trajectory out of bounds: the bound is not so wide that anything passes.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sgd.json                    | "learningRate": 0.1     | "learningRate": 0.10001
            momentum.json               | "momentum": 0.9         | "momentum": 0.90001
            nesterov.json               | "nesterov"              | "momentum"
            adagrad.json                | "epsilon": 1e-10        | "epsilon": 1e-6
            adagrad-epsilon-inside.json | "epsilonInsideRoot": true | "epsilonInsideRoot": false
            adadelta.json               | "rho": 0.9              | "rho": 0.90001
            rmsprop-epsilon-inside.json | "epsilonInsideRoot": true | "epsilonInsideRoot": false
            rmsprop.json                | "rho": 0.99             | "rho": 0.9901
            adam.json                   | "beta2": 0.999          | "beta2": 0.998
            adam.json                   | "beta1": 0.9            | "beta1": 0.9001
            adamw.json                  | "weightDecay": 0.01     | "weightDecay": 0.02
            amsgrad.json                | "amsgrad"               | "adam"
            adamax.json                 | "beta2": 0.999          | "beta2": 0.99
            radam.json                  | "radam"                 | "adam"
            adabound.json               | "gamma": 0.001          | "gamma": 0.002
            asgd.json                   | "lambd": 0.0001         | "lambd": 0.001
            rprop.json                  | "etaPlus": 1.2          | "etaPlus": 1.21
            lion.json                   | "weightDecay": 0.01     | "weightDecay": 0.02
            sgd-weight-decay.json       | "weightDecay": 0.01     | "weightDecay": 0.0101
            adam-weight-decay.json      | "adam"                  | "adamw"
            adagrad-weight-decay.json   | "weightDecay": 0.01     | "weightDecay": 0.02
            adadelta-weight-decay.json  | "weightDecay": 0.01     | "weightDecay": 0.02
            rmsprop-weight-decay.json   | "weightDecay": 0.01     | "weightDecay": 0.02
            amsgrad-weight-decay.json   | "weightDecay": 0.01     | "weightDecay": 0.02
            adamax-weight-decay.json    | "weightDecay": 0.01     | "weightDecay": 0.02
            radam-weight-decay.json     | "weightDecay": 0.01     | "weightDecay": 0.02
            radam-weight-decay.json     | "weightDecay": 0.01     | "weightDecay": 0.01, "decoupledWeightDecay": true
            momentum-weight-decay.json  | "weightDecay": 0.01     | "weightDecay": 0.02
            nesterov-weight-decay.json  | "weightDecay": 0.01     | "weightDecay": 0.02
            nadam.json                  | "momentumDecay": 0.004  | "momentumDecay": 0.04
            nadam.json                  | "momentumDecay": 0.004  | "momentumDecay": 0.004, "weightDecay": 0.01
            momentum-dampening.json     | "dampening": 0.3        | "dampening": 0.3001
            rmsprop-momentum.json       | "momentum": 0.9         | "momentum": 0.9001
            rmsprop-centered.json       | "centered": true        | "centered": false
            lookahead-adam.json         | "k": 5                  | "k": 6
            lookahead-sgd.json          | "alpha": 0.5            | "alpha": 0.501
            """)
    void anotherRuleDeviatesBeyondTheBound(String file, String right, String wrong) throws IOException {
        String text = Files.readString(GOLDEN.resolve(file));
        assertThat(text).contains(right);
        Path changed = write(text.replace(right, wrong));
        assertThat(Golden.check(changed)).noneMatch(Golden.Deviation::isWithinBound);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            not json                  | is not a golden trajectory (Unrecognized token
            {                         | is not a golden trajectory (Unexpected end-of-input
            [1]                       | is not a golden trajectory (not a JSON object)
            {"optimizer": "sgd", "optimizer": "adam"} | is not a golden trajectory (Duplicate
            {"hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | is not a golden trajectory (optimizer is missing)
            {"optimizer": "sgd", "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | is not a golden trajectory (hyperparameters is missing)
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "gradients": [[1]], "expectedDouble": [[0]]} | is not a golden trajectory (parameters is missing)
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1], "expectedDouble": [[0]]} | is not a golden trajectory (gradients is missing)
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [[1]]} | is not a golden trajectory (expectedDouble is missing)
            {"optimizer": 5, "hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | optimizer must be a name, was 5
            {"optimizer": "sgd", "hyperparameters": [1], "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | hyperparameters must be an object, was [1]
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": 1, "gradients": [[1]], "expectedDouble": [[0]]} | parameters must be an array, was 1
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [], "expectedDouble": []} | holds no steps or no parameters
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [], "gradients": [[]], "expectedDouble": [[]]} | holds no steps or no parameters
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [[1]], "expectedDouble": []} | has gradients for 1 steps but expectedDouble for 0
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [[1, 2]], "expectedDouble": [[0]]} | gradients of step 1 must be 1 numbers, as many as the parameters, were 2
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [[1]], "expectedDouble": [null]} | expectedDouble of step 1 must be an array, was null
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": ["1"], "gradients": [[1]], "expectedDouble": [[0]]} | parameters, element 0, must be a number of at most 3.4028235E38 to either side of 0, was "1"
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1e+39], "gradients": [[1]], "expectedDouble": [[0]]} | parameters, element 0, must be a number of at most 3.4028235E38 to either side of 0, was 1.0E39
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [[true]], "expectedDouble": [[0]]} | gradients of step 1, element 0, must be a number of at most 3.4028235E38 to either side of 0, was true
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [[null]], "expectedDouble": [[0]]} | gradients of step 1, element 0, must be a number of at most 3.4028235E38 to either side of 0, was null
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [[1]], "expectedDouble": [["0"]]} | expectedDouble of step 1, element 0, must be a number of at most 3.4028235E38 to either side of 0, was "0"
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[1e+39]]} | expectedDouble of step 1, element 0, must be a number of at most 3.4028235E38 to either side of 0, was 1.0E39
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[-1e400]]} | expectedDouble of step 1, element 0, must be a number of at most 3.4028235E38 to either side of 0, was
            {"optimizer": "sgd", "hyperparameters": {}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | hyper-parameter learningRate is missing
            {"optimizer": "sgd", "hyperparameters": {"learningRate": "a"}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | learningRate must be a number, was "a"
            {"optimizer": "sgd", "hyperparameters": {"learningRate": "1"}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | learningRate must be a number, was "1"
            {"optimizer": "sgd", "hyperparameters": {"learningRate": null}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | learningRate must be a number, was null
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1, "weightDecay": false}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | weightDecay must be a number, was false
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1, "momentum": 0.1}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | sgd here does not take momentum
            {"optimizer": "lookahead", "hyperparameters": {"learningRate": 1, "inner": 3}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | inner must be a name, was 3
            {"optimizer": "lookahead", "hyperparameters": {"learningRate": 1, "inner": "sgd", "k": 0}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | k must be at least 1, was 0
            {"optimizer": "lookahead", "hyperparameters": {"learningRate": 1, "inner": "sgd", "k": 2.5}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | k must be a whole number in the range of long, was 2.5
            {"optimizer": "lookahead", "hyperparameters": {"learningRate": 1, "inner": "sgd", "k": 1e30}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | k must be a whole number in the range of long, was 1.0E30
            {"optimizer": "asgd", "hyperparameters": {"learningRate": 1, "t0": 0.5}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | t0 must be a whole number in the range of long, was 0.5
            {"optimizer": "adam", "hyperparameters": {"learningRate": 1, "epsilonInsideRoot": 1}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | epsilonInsideRoot must be true or false, was 1
            {"optimizer": "momentum", "hyperparameters": {"learningRate": 1, "momentum": 2}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | momentum must be at least 0 and below 1, was 2.0
            {"optimizer": "sdg", "hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[0]]} | optimizer "sdg" is not one of sgd, momentum
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1], "gradients": [[1]], "expectedDouble": [[1]]} | cannot fail: parameters that never move stay within its bounds
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [1e+30], "gradients": [[1]], "expectedDouble": [[1e+30]]} | cannot fail: parameters that never move stay within its bounds
            {"optimizer": "sgd", "hyperparameters": {"learningRate": 1}, "parameters": [0], "gradients": [[0]], "expectedDouble": [[0]]} | cannot fail: parameters that never move stay within its bounds
            """)
    void malformedFilesAreRefusedInOneSentence(String text, String message) throws IOException {
        Path file = write(text);
        assertThatIllegalArgumentException().isThrownBy(() -> Golden.check(file))
                .withMessageStartingWith(file + ": " + message).withMessageNotContainingAny("\n");
    }

    @Test
    void aMissingFileIsRefused() {
        Path file = folder.resolve("none.json");
        assertThatIllegalArgumentException().isThrownBy(() -> Golden.check(file))
                .withMessage(file + ": cannot be read as a text file (NoSuchFileException)");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("golden.json"), text);
    }
}
