package lanewise.bench;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import lanewise.optim.Variant;

/// What is compared: a variant of a kernel, in a JVM whose auto-vectorizer is on or off.
///
/// C2 compiles the plain scalar loop to vector instructions. How fast scalar code is shows only where it may not.
public enum BenchmarkVariant {
    /// The plain loop, which C2 may vectorize.
    SCALAR(Variant.SCALAR, true),
    /// Four elements an iteration, spelled out.
    UNROLLED(Variant.UNROLLED, true),
    /// The Vector API.
    SIMD(Variant.SIMD, true),
    /// The plain loop, one element at a time in machine code too.
    SCALAR_NO_AUTOVEC(Variant.SCALAR, false);

    private static final String AUTO_VECTORIZER = "UseSuperWord";

    private final Variant variant;
    private final boolean autoVectorized;

    BenchmarkVariant(Variant variant, boolean autoVectorized) {
        this.variant = variant;
        this.autoVectorized = autoVectorized;
    }

    /// Which of an optimizer's kernels is called.
    public Variant variant() {
        return variant;
    }

    /// The flags that the fork needs.
    public List<String> jvmArgs() {
        return autoVectorized ? List.of() : List.of("-XX:-" + AUTO_VECTORIZER);
    }

    /// Refuses to be measured in a JVM with the other setting: the row would carry a wrong name.
    void requireItsFlags() {
        String actual = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption(AUTO_VECTORIZER).getValue();
        if (Boolean.parseBoolean(actual) != autoVectorized) {
            throw new RefusedTrialException(
                    String.format(Locale.ROOT, "%s needs a JVM with -XX:%s%s, add it with -jvmArgsAppend or choose another variant",
                            this, autoVectorized ? "+" : "-", AUTO_VECTORIZER));
        }
    }
}
