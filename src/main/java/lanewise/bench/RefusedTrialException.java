package lanewise.bench;

import lanewise.linalg.Sgemm;

/// A trial that cannot be measured as asked. It has no stack trace: JMH prints what it is given, and the sentence says it all.
final class RefusedTrialException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RefusedTrialException(String message) {
        super(message, null, false, false);
    }

    /// For constructors of benchmarks: JMH sets parameters next, which loads the kernels, which need the module.
    static void unlessVectorApi() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            throw new RefusedTrialException("the JVM lacks the Vector API, start it with --add-modules=jdk.incubator.vector");
        }
    }

    /// The tile of products, for benchmarks that multiply.
    static String tileOrRefusal() {
        try {
            return Sgemm.tile();
        } catch (IllegalArgumentException e) {
            throw new RefusedTrialException(e.getMessage());
        }
    }
}
