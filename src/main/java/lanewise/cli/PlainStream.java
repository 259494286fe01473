package lanewise.cli;

import java.io.PrintStream;
import lanewise.report.Plain;

/// A stream to a terminal that shows control characters and obeys none: names, flags and reasons come from folders and builds of others.
final class PlainStream extends PrintStream {

    PlainStream(PrintStream to) {
        super(to, true, to.charset());
    }

    /// What `println` and `printf` call as well.
    @Override
    public void print(String text) {
        super.print(text == null ? null : Plain.of(text));
    }

    @Override
    public void print(Object object) {
        print(String.valueOf(object));
    }
}
