package lanewise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.optim.Catalogue;
import lanewise.optim.Variant;

/// The Java of the suite's own kernels, which its jar holds beside their classes.
final class KernelSources {

    private KernelSources() {}

    /// By variant, the method that spells it. Empty for an optimizer that is not the suite's own.
    static Map<String, String> of(String optimizer) {
        return Stream.of(Catalogue.values()).filter(one -> one.name().equals(optimizer)).findFirst().map(KernelSources::methods)
                .orElse(Map.of());
    }

    private static Map<String, String> methods(Catalogue optimizer) {
        Class<?> type = optimizer.defaults().getClass();
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".java")) {
            if (in == null) return Map.of();
            String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> methods = new LinkedHashMap<>();
            for (Variant variant : Variant.values()) {
                String method = method(source, "static void " + variant.name().toLowerCase(Locale.ROOT) + "(");
                if (variant == Variant.UNROLLED) method += "\n\n" + method(source, "private static void one(");
                if (!method.isBlank()) methods.put(variant.name(), method.strip());
            }
            return methods;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// From its head to the brace that closes it, which the formatter puts under its first letter; empty if there is no such method.
    private static String method(String source, String head) {
        int start = source.indexOf("    " + head);
        int end = source.indexOf("\n    }\n", start);
        return start < 0 || end < 0 ? "" : (source.substring(start, end) + "\n    }").stripIndent();
    }
}
