package lanewise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import lanewise.data.UnusableFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

    /// Written by scripts/golden_safetensors.py.
    private static final Path PYTHON = Path.of("src", "test", "resources", "safetensors", "python.safetensors");

    @TempDir
    private Path folder;

    @Test
    void aFileThatPythonWroteIsRead() {
        Safetensors read = Safetensors.read(PYTHON);
        assertThat(read.metadata()).containsEntry("format", "np").containsEntry("text", "größer");
        assertThat((float[]) read.tensors().get("matrix")).containsExactly(1.5f, -2.25f, 0, 1e-40f, 3.4e38f, Float.POSITIVE_INFINITY);
        assertThat((double[]) read.tensors().get("doubles")).containsExactly(0.1, -0.0);
        assertThat(read.tensors()).doesNotContainKey("counts");
    }

    /// Spelled out from the format's description.
    @Test
    void theBytesAreThoseOfTheFormat() throws Exception {
        Map<String, Object> tensors = new LinkedHashMap<>();
        tensors.put("w", new float[]{1, -2});
        tensors.put("p", new double[]{0.5});
        Path file = folder.resolve("file.safetensors");
        new Safetensors(Map.of("a", "b"), tensors).write(file);
        String header = "{\"__metadata__\":{\"a\":\"b\"},\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"p\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}";
        int length = (header.length() + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + length + 16).order(ByteOrder.LITTLE_ENDIAN).putLong(length)
                .put(header.getBytes(StandardCharsets.US_ASCII));
        while (expected.position() < 8 + length)
            expected.put((byte) ' ');
        expected.putFloat(1).putFloat(-2).putDouble(0.5);
        assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
        assertThat((float[]) Safetensors.read(file).tensors().get("w")).containsExactly(1, -2);
    }

    @Test
    void whatIsDamagedIsRefusedByName() throws Exception {
        byte[] whole = Files.readAllBytes(PYTHON);
        refused("has 3 bytes", Arrays.copyOf(whole, 3));
        refused("says that its header has", Arrays.copyOf(whole, 40));
        refused("bytes of data, has", Arrays.copyOf(whole, whole.length - 1));
        refused("bytes of data, has", Arrays.copyOf(whole, whole.length + 1));
        refused("does not begin with {", header(" {}"));
        refused("is no JSON", header("{\"a\":"));
        refused("has a name twice", header("{\"a\":1,\"a\":2}"));
        refused("without a type", header("{\"a\":{\"shape\":[],\"data_offsets\":[0,0]}}"));
        refused("whose shape takes 8 bytes and whose place has 4",
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}"));
        refused("impossible shape", header("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}"));
        refused("impossible shape",
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}"));
        refused("do not begin where those before",
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"b\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]}}"));
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("none"))).hasMessage(folder.resolve("none") + " is missing");
    }

    private static byte[] header(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + bytes.length).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length).put(bytes).array();
    }

    private void refused(String because, byte... bytes) throws IOException {
        Path file = Files.write(folder.resolve("damaged"), bytes);
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(UnusableFileException.class).hasMessageStartingWith(file.toString())
                .hasMessageContaining(because);
    }
}
