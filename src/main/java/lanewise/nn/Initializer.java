package lanewise.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// How the parameters of a layer are drawn before training.
///
/// Sources: Glorot and Bengio, *Understanding the difficulty of training deep feedforward neural networks*, 2010, equation 16; He, Zhang,
/// Ren and Sun, *Delving Deep into Rectifiers*, 2015, equation 10. Their uniform and normal forms have the same variance.
public enum Initializer {
    /// Uniform, with variance 2/(inputs + outputs); biases are 0.
    GLOROT_UNIFORM,
    /// Normal, with variance 2/(inputs + outputs); biases are 0.
    GLOROT_NORMAL,
    /// Uniform, with variance 2/inputs; biases are 0.
    HE_UNIFORM,
    /// Normal, with variance 2/inputs; biases are 0.
    HE_NORMAL,
    /// Uniform on [−0.5, 0.5), biases too.
    UNIFORM_HALF;

    /// Draws the weights of units that each have `inputs` input values, where each input value reaches `outputs` units.
    void weights(float[] parameters, int offset, int count, int inputs, int outputs, RandomGenerator random) {
        if (this == UNIFORM_HALF) {
            halves(parameters, offset, count, random);
            return;
        }
        boolean glorot = this == GLOROT_UNIFORM || this == GLOROT_NORMAL;
        double deviation = Math.sqrt(2 / (glorot ? (double) inputs + outputs : inputs));
        boolean normal = this == GLOROT_NORMAL || this == HE_NORMAL;
        double half = deviation * Math.sqrt(3); // of the interval
        for (int i = offset; i < offset + count; i++) {
            parameters[i] = (float) (normal ? deviation * random.nextGaussian() : half * (2 * random.nextDouble() - 1));
        }
    }

    /// Draws the biases.
    void biases(float[] parameters, int offset, int count, RandomGenerator random) {
        if (this == UNIFORM_HALF) halves(parameters, offset, count, random);
        else
            Arrays.fill(parameters, offset, offset + count, 0);
    }

    /// Draws in single precision: a double just below 0.5 would be rounded to 0.5.
    private static void halves(float[] parameters, int offset, int count, RandomGenerator random) {
        for (int i = offset; i < offset + count; i++) parameters[i] = random.nextFloat() - 0.5f;
    }
}
