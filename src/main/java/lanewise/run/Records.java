package lanewise.run;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.annotation.Nulls;

/// The one place where a run's JSON becomes records. What is missing, of another type or out of its range is refused by file and field.
final class Records {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfigDefaults(types -> types.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .withCoercionConfig(LogicalType.Textual, text -> text
                    .setCoercion(CoercionInputShape.EmptyString, CoercionAction.TryConvert)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
            .annotationIntrospector(new NumbersRequired())
            .build();

    private Records() {}

    /// What cannot be null must be there. Whether the rest may be missing its record's constructor says.
    private static final class NumbersRequired extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            boolean number = member instanceof AnnotatedParameter && member.getRawType().isPrimitive();
            return number ? Boolean.TRUE : super.hasRequiredMarker(config, member);
        }
    }

    /// @param where the file, and the line where that says more
    /// @throws RefusedException if it is no such record
    static <T> T read(String json, Class<T> type, String where) {
        try {
            return present(STRICT.readValue(json, type), where);
        } catch (JacksonException e) {
            throw refused(where, e);
        }
    }

    /// The same of a file that says which version of it this is, so that another version is not taken for a damaged file.
    static <T> T read(String json, Class<T> type, String where, int schema) {
        try {
            JsonNode tree = STRICT.readTree(json);
            if (tree.path("schema").isIntegralNumber() && !tree.path("schema").asString().equals(Integer.toString(schema))) {
                throw refused(where + " has schema " + tree.path("schema").asString() + ", expected " + schema
                        + ": another version of Lanewise wrote it");
            }
            return present(STRICT.treeToValue(tree, type), where);
        } catch (JacksonException e) {
            throw refused(where, e);
        }
    }

    /// Which version of a file this is; 0 if what it says is no number.
    ///
    /// @throws RefusedException if it does not say
    static int schema(String json, String where) {
        try {
            JsonNode tree = STRICT.readTree(json);
            if (tree.isObject() && !tree.has("schema")) throw refused(where + ": schema is missing");
            return tree.path("schema").asInt(0);
        } catch (JacksonException e) {
            throw refused(where, e);
        }
    }

    private static <T> T present(T value, String where) {
        if (value == null) throw refused(where + " is null, expected an object");
        return value;
    }

    static RefusedException refused(String sentence) {
        return new RefusedException(ExitCode.USAGE, sentence);
    }

    private static RefusedException refused(String where, JacksonException e) {
        if (e instanceof StreamReadException && !(e instanceof DatabindException) && e.getPath().isEmpty()) {
            return refused(where + " is not whole JSON, line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr());
        }
        String path = e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining());
        path = path.startsWith(".") ? path.substring(1) : path;
        Throwable cause = e.getCause();
        if (cause instanceof IllegalArgumentException || cause instanceof RefusedException) { // of a record's own constructor
            return refused(where + ": " + path + (path.isEmpty() ? "" : ": ") + cause.getMessage());
        }
        String what = path.isEmpty() ? where : where + ": " + path;
        if (e.getOriginalMessage().startsWith("Missing required")) return refused(what + " is missing");
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            Class<?> type = mismatch.getTargetType();
            return refused(what + " is not " + name(type.isArray() && path.endsWith("]") ? type.getComponentType() : type));
        }
        return refused(what + " cannot be read: " + firstLine(e.getOriginalMessage()));
    }

    private static String name(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) return "true or false";
        if (type == int.class || type == long.class || type == Long.class || type == Integer.class) return "a whole number";
        if (type == double.class || type == Double.class) return "a number";
        if (type == String.class) return "text";
        if (Map.class.isAssignableFrom(type) || type.isRecord()) return "an object";
        if (Collection.class.isAssignableFrom(type)) return "a list";
        return type.isArray() ? "a list of numbers" : "of type " + type.getSimpleName();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
