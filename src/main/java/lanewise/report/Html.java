package lanewise.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The page of a run, which needs no other file.
final class Html {

    private Html() {}

    static String escape(String text) {
        return Plain.of(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    static String page(String title, Map<String, String> facts, List<Table> tables, Iterable<String> charts, Map<String, String> formulas) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%s</title>
                <style>
                body { font: 15px/1.5 sans-serif; max-width: 95em; margin: 2em auto; padding: 0 1em; color: #222 }
                table { border-collapse: collapse; font-variant-numeric: tabular-nums }
                th, td { white-space: nowrap; text-align: right; padding: .15em .7em; border-bottom: 1px solid #ddd }
                th { position: sticky; top: 0; background: white }
                .name, dl { text-align: left }
                dt { font-weight: bold }
                dd { margin-left: 0 }
                svg { display: block; margin: 1em 0; max-width: 100%% }
                </style>
                </head>
                <body>
                <h1>%s</h1>
                <dl>
                %s</dl>
                %s%s<h2>Formulas</h2>
                <dl>
                %s</dl>
                </body>
                </html>
                """.formatted(escape(title), escape(title), definitions(facts),
                tables.stream().map(Table::toHtml).collect(Collectors.joining("<p></p>\n")), String.join("", charts),
                definitions(formulas));
    }

    private static String definitions(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> "<dt>" + escape(entry.getKey()) + "</dt><dd>" + escape(entry.getValue()) + "</dd>\n")
                .collect(Collectors.joining());
    }
}
