package lanewise.data;

/// A file or folder that cannot be used for what it was given for. The message is one sentence for the user, and names it.
public final class UnusableFileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// @param message one sentence that names the file and says what was expected
    public UnusableFileException(String message) {
        super(message);
    }
}
