package lanewise.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.data.UnusableFileException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Everything that a run needs to go on with the same bits, as a safetensors file: `parameters` (F32), one array a letter of the optimizer's
/// state (`optimizer.m`), `optimizer.product` (F64), and in the metadata the settings, the number of the minibatch, which the next draw
/// follows from, and what is remembered to stop in time.
///
/// @param settings    of the run
/// @param samples     checksum of the samples that it trains with
/// @param minibatches so far
/// @param lastLoss    of the last minibatch
/// @param memory      for stopping
/// @param parameters  of the network
/// @param state       arrays of the optimizer by letter
/// @param product     of Nadam's momenta
public record Checkpoint(TrainingSettings settings, long samples, long minibatches, double lastLoss, Stopping.Memory memory,
        float[] parameters,
        Map<String, float[]> state, double product) {

    private static final String FORMAT = "lanewise-training-1";
    private static final JsonMapper JSON = new JsonMapper();

    /// Of a run as it is.
    static Checkpoint of(Trainer trainer, TrainingSettings settings, long samples, Stopping.Memory memory) {
        Map<String, float[]> state = new LinkedHashMap<>();
        List<String> letters = settings.optimizer().state();
        for (int k = 0; k < letters.size(); k++) state.put(letters.get(k), trainer.state().get(k));
        return new Checkpoint(settings, samples, trainer.minibatches(), trainer.lastLoss(), memory, trainer.network().parameters(), state,
                trainer.product());
    }

    /// Writes the file, whole or not at all.
    ///
    /// @throws IOException if that fails; what was there before has stayed
    public void write(Path file) throws IOException {
        Map<String, Object> tensors = new LinkedHashMap<>();
        tensors.put("parameters", parameters);
        state.forEach((letter, array) -> tensors.put("optimizer." + letter, array));
        tensors.put("optimizer.product", new double[]{product});
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", FORMAT);
        metadata.put("settings", JSON.writeValueAsString(settings));
        metadata.put("samples", Long.toString(samples));
        metadata.put("minibatches", Long.toString(minibatches));
        metadata.put("lastLoss", Double.toString(lastLoss));
        metadata.put("stopping.trainingLoss", Double.toString(memory.trainingLoss()));
        metadata.put("stopping.lowest", Double.toString(memory.lowest()));
        metadata.put("stopping.since", Integer.toString(memory.since()));
        metadata.put("checksum", Long.toString(new Safetensors(metadata, tensors).checksum()));
        new Safetensors(metadata, tensors).write(file);
    }

    /// Reads a file.
    ///
    /// @throws UnusableFileException if it is missing, damaged, or no checkpoint of this format
    public static Checkpoint read(Path file) {
        Safetensors read = Safetensors.read(file);
        Map<String, String> metadata = read.metadata();
        if (!FORMAT.equals(metadata.get("format"))) {
            throw new UnusableFileException(file + " is no checkpoint of a training run here: its format is "
                    + (metadata.containsKey("format") ? "\"" + metadata.get("format") + "\"" : "not named") + ", must be \"" + FORMAT
                    + "\"");
        }
        try {
            if (Long.parseLong(metadata.get("checksum")) != read.checksum()) {
                throw new UnusableFileException(file + " is damaged: its arrays do not have the checksum that it names");
            }
            TrainingSettings settings = JSON.readValue(metadata.get("settings"), TrainingSettings.class);
            Map<String, float[]> state = new LinkedHashMap<>();
            for (String letter : settings.optimizer().state()) state.put(letter, (float[]) read.tensors().get("optimizer." + letter));
            float[] parameters = (float[]) read.tensors().get("parameters");
            if (parameters.length != settings.named().parameters()
                    || state.values().stream().anyMatch(array -> array.length != parameters.length)) {
                throw new UnusableFileException(file + " is damaged: its arrays do not have the size of " + settings.network());
            }
            return new Checkpoint(settings, Long.parseLong(metadata.get("samples")), Long.parseLong(metadata.get("minibatches")),
                    Double.parseDouble(metadata.get("lastLoss")),
                    new Stopping.Memory(Double.parseDouble(metadata.get("stopping.trainingLoss")),
                            Double.parseDouble(metadata.get("stopping.lowest")), Integer.parseInt(metadata.get("stopping.since"))),
                    parameters, state, ((double[]) read.tensors().get("optimizer.product"))[0]);
        } catch (JacksonException | IllegalArgumentException | NullPointerException | ClassCastException | IndexOutOfBoundsException _) {
            throw new UnusableFileException(file + " is damaged: what it says of its run is missing or cannot be read");
        }
    }

    /// Puts a run of the same settings where this one was.
    ///
    /// @param name    of the file, for messages
    /// @param samples checksum of the run's samples
    /// @throws UnusableFileException if they are others
    void restore(Trainer trainer, String name, long samples) {
        if (samples != this.samples) {
            throw new UnusableFileException(name + " is of a run with other samples than those found now: name their folder with --data");
        }
        System.arraycopy(parameters, 0, trainer.network().parameters(), 0, parameters.length);
        List<float[]> arrays = List.copyOf(state.values());
        for (int k = 0; k < arrays.size(); k++) System.arraycopy(arrays.get(k), 0, trainer.state().get(k), 0, parameters.length);
        trainer.restore(minibatches, lastLoss, product);
    }
}
