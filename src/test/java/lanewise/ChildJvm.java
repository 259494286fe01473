package lanewise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A fresh JVM of the kind that runs the tests, with the class path of the tests.
public record ChildJvm(int exitCode, String output) {

    /// The flag without which no kernel can be loaded.
    public static final String VECTOR = "--add-modules=jdk.incubator.vector";

    /// Of the tests. The JVM's own property is another one while a fork of another build is started.
    public static final String CLASS_PATH = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    private static final String TEMPORARY = "java.io.tmpdir";

    /// The same for what computes too little to be worth C2's time, which is most of a short process's.
    public static ChildJvm runBriefly(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(arguments);
        return run(command);
    }

    /// Runs `arguments` (flags, class, its arguments) to the end, both streams in one.
    public static ChildJvm run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + TEMPORARY + "=" + System.getProperty(TEMPORARY), // with the lock of these tests
                "-cp", CLASS_PATH));
        command.addAll(arguments);
        Path output = Files.createTempFile("child", ".txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) // long: of a machine that has other work
                throw new AssertionError(command + " does not end, it said " + Files.readString(output));
            return new ChildJvm(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
