package lanewise.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Text without characters that command a terminal, a browser or the direction of the text around them.
public final class Plain {

    private Plain() {}

    /// One line: what ends a line is a blank, and other control characters are written as `\\u001b`.
    public static String line(String text) {
        return of(text.replaceAll("\\R", " ").replace('\t', ' '));
    }

    /// Likewise, but lines stay lines.
    public static String of(String text) {
        if (text.codePoints().noneMatch(Plain::commands)) return text;
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (commands(c)) {
                plain.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }

    /// Lines of at most this many characters, broken at blanks; those after the first begin with `indent`. A word that is longer stays whole,
    /// and so does a command of `scripts/`, so that it can be copied.
    static String wrapped(String text, int width, String indent) {
        StringBuilder wrapped = new StringBuilder();
        int column = 0;
        String plain = line(text);
        int command = plain.indexOf(" scripts/");
        List<String> words = new ArrayList<>(List.of((command < 0 ? plain : plain.substring(0, command)).split(" ")));
        if (command >= 0) words.add(plain.substring(command + 1));
        for (String word : words) {
            if (column > 0 && column + 1 + word.length() > width) {
                wrapped.append('\n').append(indent);
                column = indent.length();
            } else if (column > 0) {
                wrapped.append(' ');
                column++;
            }
            wrapped.append(word);
            column += word.length();
        }
        return wrapped.toString();
    }

    private static boolean commands(int c) {
        return c != '\n' && c != '\r' && c != '\t' && switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
