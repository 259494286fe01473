package lanewise.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import lanewise.data.UnusableFileException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Named arrays of floats and doubles in a file of the safetensors format, which Python's `safetensors` and others read and write.
///
///     8 bytes     the length of the header, little-endian
///     header      JSON: each tensor's type, shape and place among the data; texts under `__metadata__`; spaces behind it
///     data        the tensors, one after the other, little-endian
///
/// Source: *Safetensors*, "Format", <https://github.com/huggingface/safetensors#format>. A file that leaves holes, overlaps, or goes on behind
/// its data is refused, as there.
///
/// @param metadata texts by name
/// @param tensors  `float[]` (F32) and `double[]` (F64) by name, of one dimension; of what others have written each shape is flattened
record Safetensors(Map<String, String> metadata, Map<String, Object> tensors) {

    private static final String METADATA = "__metadata__";
    private static final long LONGEST_HEADER = 100_000_000; // as the format says
    private static final int ALIGNMENT = 8;
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private record Place(String name, String type, long begin, long end) {}

    /// The CRC-32 of all tensors as they lie in the file.
    long checksum() {
        CRC32 crc = new CRC32();
        tensors.values().forEach(tensor -> crc.update(bytes(tensor)));
        return crc.getValue();
    }

    /// Writes a file, whole or not at all: beside its place first, and to the disk, then renamed.
    ///
    /// @throws IOException if that fails; what was there before has stayed
    void write(Path file) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode texts = header.putObject(METADATA);
        metadata.forEach(texts::put);
        long offset = 0;
        for (Map.Entry<String, Object> tensor : tensors.entrySet()) {
            boolean single = tensor.getValue() instanceof float[];
            long length = single ? ((float[]) tensor.getValue()).length : ((double[]) tensor.getValue()).length;
            long end = offset + length * (single ? Float.BYTES : Double.BYTES);
            ObjectNode place = header.putObject(tensor.getKey());
            place.put("dtype", single ? "F32" : "F64");
            place.putArray("shape").add(length);
            place.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, Math.ceilDiv(text.length, ALIGNMENT) * ALIGNMENT);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            all(channel, little(Long.BYTES).putLong(padded.length).flip());
            all(channel, ByteBuffer.wrap(padded));
            for (Object tensor : tensors.values()) all(channel, bytes(tensor));
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void all(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining())
            channel.write(bytes);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer bytes(Object tensor) {
        if (tensor instanceof float[] floats) {
            ByteBuffer bytes = little(Math.multiplyExact(floats.length, Float.BYTES));
            bytes.asFloatBuffer().put(floats);
            return bytes;
        }
        double[] doubles = (double[]) tensor;
        ByteBuffer bytes = little(Math.multiplyExact(doubles.length, Double.BYTES));
        bytes.asDoubleBuffer().put(doubles);
        return bytes;
    }

    /// Reads a file. Tensors of other types than F32 and F64 are checked and left out.
    ///
    /// @throws UnusableFileException if the file is missing, truncated, damaged or of another format
    static Safetensors read(Path file) {
        try {
            byte[] all = Files.readAllBytes(file);
            if (all.length < Long.BYTES) throw refused(file, "has " + all.length + " bytes");
            long length = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (length < 2 || length > LONGEST_HEADER || length > all.length - Long.BYTES) {
                throw refused(file, "says that its header has " + Long.toUnsignedString(length) + " bytes, of " + all.length + " in all");
            }
            if (all[Long.BYTES] != '{') throw refused(file, "has a header that does not begin with {");
            JsonNode header = JSON.readTree(new String(all, Long.BYTES, (int) length, StandardCharsets.UTF_8));
            return read(file, header, ByteBuffer.wrap(all, Long.BYTES + (int) length, all.length - Long.BYTES - (int) length).slice());
        } catch (NoSuchFileException _) {
            throw new UnusableFileException(file + " is missing");
        } catch (JacksonException _) {
            throw refused(file, "has a header that is no JSON, or has a name twice");
        } catch (IOException e) {
            throw new UnusableFileException(file + " cannot be read (" + e.getMessage() + ")");
        }
    }

    private static Safetensors read(Path file, JsonNode header, ByteBuffer data) {
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Place> places = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue().properties().forEach(text -> metadata.put(text.getKey(), text.getValue().asString("")));
            } else {
                places.add(place(file, entry.getKey(), entry.getValue()));
            }
        }
        requireGapless(file, places, data.capacity());
        Map<String, Object> tensors = new LinkedHashMap<>();
        for (Place place : places) {
            ByteBuffer bytes = data.slice((int) place.begin, (int) (place.end - place.begin)).order(ByteOrder.LITTLE_ENDIAN);
            if (place.type.equals("F32")) {
                float[] values = new float[bytes.capacity() / Float.BYTES];
                bytes.asFloatBuffer().get(values);
                tensors.put(place.name, values);
            } else if (place.type.equals("F64")) {
                double[] values = new double[bytes.capacity() / Double.BYTES];
                bytes.asDoubleBuffer().get(values);
                tensors.put(place.name, values);
            }
        }
        return new Safetensors(metadata, tensors);
    }

    private static Place place(Path file, String name, JsonNode entry) {
        String type = entry.path("dtype").asString("");
        JsonNode offsets = entry.path("data_offsets");
        JsonNode shape = entry.path("shape");
        if (!type.matches("BOOL|[UIF]8|[UIF]16|[UIF]32|[UIF]64|BF16|F8_E[0-9]M[0-9]") || !shape.isArray() || offsets.size() != 2
                || !offsets.get(0).canConvertToLong() || !offsets.get(1).canConvertToLong()) {
            throw refused(file, "has a tensor " + name + " without a type, a shape or a place");
        }
        String digits = type.replaceAll("_.*|[A-Z]", "");
        long bytes = digits.isEmpty() ? 1 : Long.parseLong(digits) / Byte.SIZE;
        for (JsonNode size : shape) {
            if (!size.canConvertToLong() || size.asLong() < 0 || Math.multiplyHigh(bytes, size.asLong()) != 0) {
                throw refused(file, "has a tensor " + name + " of an impossible shape");
            }
            bytes *= size.asLong();
        }
        long begin = offsets.get(0).asLong();
        long end = offsets.get(1).asLong();
        if (begin < 0 || end - begin != bytes) {
            throw refused(file, "has a tensor " + name + " whose shape takes " + bytes + " bytes and whose place has " + (end - begin));
        }
        return new Place(name, type, begin, end);
    }

    private static void requireGapless(Path file, List<Place> places, long size) {
        List<Place> inOrder = places.stream()
                .sorted((a, b) -> a.begin != b.begin ? Long.compare(a.begin, b.begin) : Long.compare(a.end, b.end))
                .toList();
        long end = 0;
        for (Place place : inOrder) {
            if (place.begin != end) throw refused(file, "has data that do not begin where those before the tensor " + place.name + " end");
            end = place.end;
        }
        if (end != size) throw refused(file, "must have " + end + " bytes of data, has " + size);
    }

    private static UnusableFileException refused(Path file, String because) {
        return new UnusableFileException(file + " is no whole safetensors file: it " + because);
    }
}
