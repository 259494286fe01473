package lanewise.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// A page that needs no other file and no network: a model as JSON, the scripts that draw it and the library of charts, in one HTML file.
///
/// What the model says comes from files of others. It is data and never markup: in the file every character that could end a script is
/// escaped, the scripts set texts and not HTML, and the page's policy lets no script run but those whose digests it names, and nothing be
/// loaded.
final class Page {

    private static final String RESOURCES = "/lanewise/page/";
    private static final String WEBJAR = "META-INF/resources/webjars/echarts/%s/echarts.common.min.js";
    private static final String WEBJAR_PROPERTIES = "META-INF/maven/org.webjars/echarts/pom.properties";

    /// In this order: a script uses what those before it define.
    private static final List<String> SCRIPTS = List.of("text.js", "state.js", "table.js", "chart.js", "head.js", "steps.js", "ratios.js",
            "heatmap.js", "passes.js", "latency.js", "overlay.js", "comparison.js", "history.js", "experiment.js", "main.js");

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(usual -> usual.withValueInclusion(JsonInclude.Include.NON_EMPTY)).build();

    private static final class Parts {
        private static final String CHARTS = echarts();
        private static final String OWN = SCRIPTS.stream().map(name -> resource(RESOURCES + name)).collect(Collectors.joining("\n"));
        private static final String DIGESTS = digest(CHARTS) + " " + digest(OWN);
        private static final String STYLE = resource(RESOURCES + "page.css");
        private static final String BODY = resource(RESOURCES + "page.html");
    }

    private Page() {}

    /// @param model a record whose fields the scripts know; a number that does not exist is null
    static String html(String title, Object model) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; script-src %s; base-uri 'none'; form-action 'none'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <style>
                """
                .formatted(Parts.DIGESTS, Html.escape(Plain.line(title)))
                + Parts.STYLE + "</style>\n</head>\n<body>\n" + Parts.BODY
                + "<script type=\"application/json\" id=\"model\">" + island(JSON.writeValueAsString(model)) + "</script>\n"
                + "<script>" + Parts.CHARTS + "</script>\n<script>" + Parts.OWN + "</script>\n</body>\n</html>\n";
    }

    /// JSON that can stand in a script: no character of it begins or ends an element, a comment or a line of JavaScript, and none commands the
    /// direction of text.
    static String island(String json) {
        StringBuilder island = new StringBuilder(json.length() + 64);
        for (int k = 0; k < json.length(); k++) {
            char c = json.charAt(k);
            boolean plain = c >= ' ' && c != '<' && c != '>' && c != '&' && c != '\u007f' && Character.getType(c) != Character.FORMAT
                    && Character.getType(c) != Character.LINE_SEPARATOR && Character.getType(c) != Character.PARAGRAPH_SEPARATOR
                    && Character.getType(c) != Character.CONTROL;
            if (plain) {
                island.append(c);
            } else {
                island.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
            }
        }
        return island.toString();
    }

    private static String digest(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static String echarts() {
        Properties webjar = new Properties();
        try (InputStream in = stream("/" + WEBJAR_PROPERTIES)) {
            webjar.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return resource("/" + String.format(Locale.ROOT, WEBJAR, webjar.getProperty("version")));
    }

    private static String resource(String name) {
        try (InputStream in = stream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream stream(String name) {
        InputStream in = Page.class.getResourceAsStream(name);
        if (in == null) throw new AssertionError("the jar lacks " + name);
        return in;
    }
}
