package lanewise.run;

/// Something that was asked for cannot be done. The message is one sentence for the user.
public class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    /// @param exitCode one of [ExitCode]
    public RefusedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /// What the process ends with.
    public int exitCode() {
        return exitCode;
    }
}
