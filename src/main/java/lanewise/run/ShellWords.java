package lanewise.run;

/// Words as a POSIX shell takes them.
public final class ShellWords {

    private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

    private ShellWords() {}

    /// The word in single quotes, if a shell would read it otherwise than it stands.
    public static String quoted(String word) {
        return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
