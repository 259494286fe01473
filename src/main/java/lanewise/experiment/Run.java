package lanewise.experiment;

import java.util.Map;
import lanewise.optim.Variant;

/// One descent, by the textbook and by every kernel.
public record Run(Descent descent, Track inDouble, Map<Variant, Track> inFloat) {

    static Run of(Descent descent) {
        return new Run(descent, Textbook.run(descent), Kernels.run(descent));
    }
}
