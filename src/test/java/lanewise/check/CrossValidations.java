package lanewise.check;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The cross-validation of every subject, run once in this JVM for all tests that ask what came of it.
public final class CrossValidations {

    /// With every operation that kernels are made of.
    private static final Pattern SOME = Pattern.compile("AMSGRAD|ADABOUND|RPROP|LION");

    /// A part of those of the cross-validation, around vectors of every width. A difference that is found with these is found with all.
    static final int[] SMALL_SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 31, 32, 33, 55, 63, 64, 65, 100, 207};

    private static final Map<String, CrossValidation.Result> RESULTS = new ConcurrentHashMap<>();

    private CrossValidations() {}

    static CrossValidation.Result of(Subject subject) {
        return RESULTS.computeIfAbsent(subject.name(), _ -> CrossValidation.run(subject));
    }

    /// What the command `validate` prints of each subject, if they are equal, up to the verdict.
    public static List<String> hashes() {
        return Stream.of(Subject.all(), Subject.composed()).flatMap(List::stream).map(subject -> of(subject).hash()).toList();
    }

    /// Of a few subjects the name and the hash of what they leave after small sizes, and the number of differences between variants.
    public static List<String> ofSome() {
        return Subject.all().stream().filter(subject -> SOME.matcher(subject.name()).matches()).map(subject -> {
            CrossValidation.Result result = CrossValidation.run(subject, SMALL_SIZES);
            return "optimizer " + subject.name() + " " + result.hash() + " " + result.differences().size() + " differences";
        }).toList();
    }
}
