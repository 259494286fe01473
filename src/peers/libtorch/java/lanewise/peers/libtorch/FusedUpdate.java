package lanewise.peers.libtorch;

import java.util.ArrayList;
import java.util.List;
import lanewise.bench.Peer.Initial;
import lanewise.bench.PeerUpdate;
import lanewise.optim.Catalogue;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// An update that libtorch makes in one pass. Its functions are not part of the C++ interface that JavaCPP shows, but TorchScript knows them. The
/// script returns the lists that are changed, or TorchScript would remove the call; whatever is given to the library is kept in a field, or the
/// garbage collector would give it back.
final class FusedUpdate implements PeerUpdate {

    /// A step that PyTorch counts from 1: as in `StepBenchmark`, bias corrections stay as they are.
    private static final long T = 1_000;

    private static final String SGD = """
            def step(w: Tensor, g: Tensor):
                ws = [w]
                b: List[Tensor] = []
                torch._fused_sgd_(ws, [g], b, weight_decay=0.0, momentum=0.0, lr=%s, dampening=0.0, nesterov=False, maximize=False, is_first_step=False)
                return ws
            """;
    private static final String ADAGRAD = """
            def step(w: Tensor, g: Tensor, s: Tensor, t: Tensor):
                ws = [w]
                ss = [s]
                torch._fused_adagrad_(ws, [g], ss, [t], lr=%s, lr_decay=0.0, weight_decay=0.0, eps=1e-10, maximize=False)
                return ws, ss
            """;
    private static final String ADAM = """
            def step(w: Tensor, g: Tensor, m: Tensor, v: Tensor, t: Tensor):
                ws = [w]
                ms = [m]
                vs = [v]
                x: List[Tensor] = []
                torch.%s(ws, [g], ms, vs, x, [t], lr=%s, beta1=0.9, beta2=0.999, weight_decay=%s, eps=1e-8, amsgrad=False, maximize=False)
                return ws, ms, vs
            """;

    private final NativeArrays memory;
    private final CompilationUnit unit;
    private final Function function;
    private final List<Object> kept = new ArrayList<>();
    private final IValueVector[] arguments = new IValueVector[2];

    FusedUpdate(Catalogue optimizer, Initial arrays) {
        memory = new NativeArrays(arrays);
        unit = torch.compile(script(optimizer));
        function = unit.find_function(new QualifiedName("step"));
        Tensor t = keep(torch.full(new long[]{1}, keep(new org.bytedeco.pytorch.Scalar((float) T))));
        for (int sign = 0; sign < 2; sign++) {
            List<IValue> values = new ArrayList<>(List.of(value(memory.tensor(0)), value(memory.tensor(1 + sign))));
            for (int k = 0; k < arrays.state().length; k++) values.add(value(memory.tensor(3 + k)));
            if (arrays.state().length > 0) values.add(value(t));
            arguments[sign] = keep(new IValueVector(values.toArray(IValue[]::new)));
        }
    }

    private static String script(Catalogue optimizer) {
        double rate = optimizer.learningRate();
        return switch (optimizer) {
            case SGD -> SGD.formatted(rate);
            case ADAGRAD -> ADAGRAD.formatted(rate);
            case ADAM -> ADAM.formatted("_fused_adam_", rate, 0.0);
            case ADAMW -> ADAM.formatted("_fused_adamw_", rate, 0.01);
            default -> throw new IllegalArgumentException("libtorch has no fused " + optimizer);
        };
    }

    private <T> T keep(T object) {
        kept.add(object);
        return object;
    }

    private IValue value(Tensor tensor) {
        return keep(new IValue(keep(tensor)));
    }

    @Override
    public void step(int gradient) {
        function.apply(arguments[gradient]).close();
    }

    @Override
    public float parameter(int index) {
        return memory.get(0, index);
    }

    @Override
    public float state(int array, int index) {
        return memory.get(3 + array, index);
    }

    @Override
    public long t(long call) {
        return T;
    }

    @Override
    public void close() {
        kept.clear();
        memory.close();
    }
}
