package lanewise.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lanewise.run.ClassPath;
import lanewise.run.ShellWords;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// A command as it was given, in words that a shell reads the same way.
final class CommandText {

    private static final String JAR = "benchmarks.jar";

    private CommandText() {}

    /// Every parameter and option that was given, whatever options there are; so one that is added later is not forgotten.
    ///
    /// @param program  such as `scripts/lanewise run`
    /// @param defaults what else it depends on, by option: a default may change, and the time is no seed that can be given again
    /// @param without  options that say nothing of what is measured
    static String of(String program, CommandSpec spec, Map<String, String> defaults, Set<String> without) {
        ParseResult given = spec.commandLine().getParseResult();
        List<String> words = new ArrayList<>();
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (given.hasMatchedPositional(parameter))
                words.addAll(given.matchedPositional(parameter.index().min()).originalStringValues());
        }
        for (OptionSpec option : spec.options()) {
            String name = option.longestName();
            if (without.contains(name)) continue;
            boolean matched = given.hasMatchedOption(option);
            if (matched && option.arity().max() == 0) {
                words.add(name);
            } else if (matched) {
                for (String value : given.matchedOption(name).originalStringValues()) words.addAll(List.of(name, value));
            } else if (defaults.containsKey(name)) {
                words.addAll(List.of(name, defaults.get(name)));
            }
        }
        return program + words.stream().map(word -> " " + ShellWords.quoted(word)).collect(Collectors.joining());
    }

    /// The script with what `--with` put on the class path, behind the suite's own jar.
    static String lanewise(String classPath) {
        List<String> entries = ClassPath.split(classPath);
        if (!entries.getFirst().endsWith(JAR)) return "scripts/lanewise"; // not started by it
        Path here = Path.of("").toAbsolutePath();
        return "scripts/lanewise" + entries.stream().skip(1).map(entry -> Path.of(entry).startsWith(here)
                ? here.relativize(Path.of(entry)).toString()
                : entry).map(entry -> " --with " + ShellWords.quoted(entry)).collect(Collectors.joining());
    }
}
