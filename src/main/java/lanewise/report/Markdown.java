package lanewise.report;

import java.util.stream.Collectors;

/// Text that comes from outside, such as a branch's name, a flag or a failure's reason, as Markdown that shows it and does nothing else.
final class Markdown {

    /// Those that mean something wherever they stand.
    private static final String ALWAYS = "\\|`[]";

    private Markdown() {}

    /// Inside a paragraph, a list's item or a table's cell.
    static String escape(String text) {
        String line = Plain.line(text);
        StringBuilder escaped = new StringBuilder();
        for (int k = 0; k < line.length(); k++) {
            char c = line.charAt(k);
            boolean opens = k + 1 < line.length() && !Character.isWhitespace(line.charAt(k + 1));
            boolean inWord = k > 0 && Character.isLetterOrDigit(line.charAt(k - 1));
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '@' -> escaped.append(inWord ? "@" : "&#64;"); // where comments notify whom they name
                case '*', '~' -> escaped.append(opens ? "\\" : "").append(c);
                case '_' -> escaped.append(opens && !inWord ? "\\" : "").append(c);
                default -> escaped.append(ALWAYS.indexOf(c) >= 0 ? "\\" : "").append(c);
            }
        }
        return escaped.toString();
    }

    /// A block of its own, in which nothing needs an escape but the end of a line.
    static String code(String text) {
        return text.lines().map(line -> "    " + Plain.line(line)).collect(Collectors.joining("\n"));
    }
}
