package lanewise.cli;

import static java.lang.String.format;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import lanewise.experiment.Drawing;
import lanewise.experiment.Example;
import lanewise.experiment.Examples;
import lanewise.experiment.Figure;
import lanewise.optim.Variant;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "examples", description = "Run worked examples in double and through the kernels, and compare them with known figures.")
final class ExamplesCommand implements Callable<Integer> {

    private static final List<String> HEAD = List.of("figure", "reference", "source", "double", "float x3", "float within", "");

    /// Decimals of a float that are worth showing.
    private static final int FLOAT_DECIMALS = 7;

    private static final int ALL_DECIMALS = 20;

    private static final int FRAMES = 60;

    @Option(names = "--plot", paramLabel = "DIR", description = "draw contours, curves and paths into this folder, a PNG file an example")
    private Path plot;

    @Option(names = "--animate", description = "with --plot, draw each race as an animated GIF, too")
    private boolean animate;

    private final Supplier<List<Example>> examples;

    ExamplesCommand() {
        this(Examples::all);
    }

    ExamplesCommand(Supplier<List<Example>> examples) {
        this.examples = examples;
    }

    @Override
    public Integer call() {
        if (plot != null && plot.toString().isEmpty()) throw new RefusedException(ExitCode.USAGE, "--plot must name a folder, was empty");
        if (animate && plot == null) throw new RefusedException(ExitCode.USAGE, "--animate needs a folder to draw into: give --plot DIR");
        List<Example> all = examples.get();
        all.forEach(ExamplesCommand::print);
        long off = all.stream().flatMap(example -> example.figures().stream()).filter(figure -> !figure.isFine()).count();
        long figures = all.stream().mapToLong(example -> example.figures().size()).sum();
        System.out.println(off == 0 ? figures + " figures, all as they should be" : off + " of " + figures + " figures are OFF");
        if (plot != null) draw(all);
        return off == 0 ? ExitCode.FINE : ExitCode.FAILED;
    }

    private void draw(List<Example> all) {
        try {
            Files.createDirectories(plot);
            for (Example example : all) {
                Drawing.write(example.picture(), plot.resolve(example.name() + ".png"));
                if (animate && example.isRace()) Drawing.writeAnimation(example.picture(), FRAMES, plot.resolve(example.name() + ".gif"));
            }
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, "--plot: no pictures can be written into " + plot + " (" + reason(e) + ")");
        } catch (LinkageError | InternalError e) { // how a JVM says that the system's font libraries are missing
            throw new RefusedException(ExitCode.USAGE, "--plot: this JVM cannot draw text, install fontconfig and a font (" + e + ")");
        }
        System.out.println(all.size() + " pictures in " + plot);
    }

    private String reason(IOException e) {
        if (Files.isRegularFile(plot)) return "it is a file";
        if (!(e instanceof FileSystemException where)) return e.getMessage();
        if (where.getReason() != null) return where.getReason();
        return where instanceof FileAlreadyExistsException ? "something that is no folder has this name" : "it cannot be made";
    }

    private static void print(Example example) {
        System.out.println(example.title());
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        example.figures().forEach(figure -> rows.add(cells(figure)));
        int[] widths = new int[HEAD.size()];
        for (List<String> cells : rows) {
            for (int k = 0; k < widths.length; k++) widths[k] = Math.max(widths[k], cells.get(k).length());
        }
        for (List<String> cells : rows) {
            StringBuilder line = new StringBuilder();
            for (int k = 0; k < widths.length; k++) line.append("  ").append(format("%-" + Math.max(1, widths[k]) + "s", cells.get(k)));
            System.out.println(line.toString().stripTrailing());
        }
        example.notes().forEach(note -> System.out.println("  - " + note));
        System.out.println();
    }

    private static List<String> cells(Figure figure) {
        return List.of(figure.meaning(), figure.reference().toString(), figure.source().toString(),
                figure.reference().show(figure.inDouble(), ALL_DECIMALS), inFloat(figure), within(figure), figure.isFine() ? "OK" : "OFF");
    }

    private static String inFloat(Figure figure) {
        if (figure.inFloat().isEmpty()) return "–";
        if (figure.variantsAgree()) return figure.reference().show(figure.inFloat().get(Variant.SCALAR), FLOAT_DECIMALS);
        List<String> each = new ArrayList<>();
        for (Variant variant : Variant.values())
            each.add(variant + " " + figure.reference().show(figure.inFloat().get(variant), FLOAT_DECIMALS));
        return String.join(" ", each);
    }

    private static String within(Figure figure) {
        if (figure.inFloat().isEmpty()) return "–";
        return figure.bound() == 0 ? "equal" : format(Locale.ROOT, "%.0e", figure.bound());
    }
}
