package lanewise.peers.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.bench.Peer.Minibatch;
import lanewise.bench.PeerTraining;
import lanewise.nn.Conv2d;
import lanewise.nn.Dense;
import lanewise.nn.Layer;
import lanewise.nn.Loss;
import lanewise.nn.MaxPool;
import lanewise.nn.NamedNetwork;
import lanewise.nn.Relu;
import lanewise.nn.SigmoidLayer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// A network of libtorch's own functions: it records the forward pass, differentiates it, and updates with momentum in one pass (`fused=True` in
/// Python). Images and kernels are channels-last, which oneDNN prefers and which is how the suite has them.
final class LibtorchTraining implements PeerTraining {

    /// The buffers begin at zero, so no step is the first.
    private static final String MOMENTUM = """
            def step(%s):
                w = [%s]
                b = [%s]
                torch._fused_sgd_(w, [%s], b, weight_decay=0.0, momentum=0.9, lr=0.0, dampening=0.0, nesterov=False, maximize=False, is_first_step=False)
                return w, b
            """;

    private static final int SUM = 2; // of at::Reduction

    private final Loss loss;
    private final int batch;
    private final List<Stage> stages = new ArrayList<>();
    private final List<Tensor> parameters = new ArrayList<>();
    private final List<Tensor> momenta = new ArrayList<>();
    private final Tensor samples;
    private final Tensor answers;
    private final CompilationUnit unit;
    private final Function update;

    /// A layer that has been made of the suite's.
    private interface Stage {

        Tensor forward(Tensor x);
    }

    LibtorchTraining(NamedNetwork network, Minibatch minibatch) {
        loss = network.loss();
        batch = minibatch.batch();
        int from = 0;
        boolean images = network.layerList().getFirst().inputImage().isPresent();
        Tensor x = tensor(minibatch.samples(), 0, minibatch.samples().length);
        if (images) {
            var image = network.layerList().getFirst().inputImage().get();
            x = x.view(batch, image.height(), image.width(), image.channels()).permute(0, 3, 1, 2); // channels last by its strides
        } else {
            x = x.view(batch, network.layerList().getFirst().inputs());
        }
        samples = x;
        for (Layer layer : network.layerList()) {
            add(layer, minibatch.parameters(), from, images);
            if (layer instanceof Dense) images = false;
            from += layer.parameters();
        }
        answers = loss == Loss.SOFTMAX_CROSS_ENTROPY
                ? torch.tensor(java.util.Arrays.stream(minibatch.labels()).asLongStream().toArray())
                : tensor(minibatch.targets(), 0, minibatch.targets().length).view(batch, -1);
        unit = torch.compile(script(parameters.size()));
        update = unit.find_function(new QualifiedName("step"));
    }

    /// TorchScript takes tensors one by one from Java.
    private static String script(int parameters) {
        String typed = Stream.of("w", "g", "b").map(letter -> names(letter, ": Tensor", parameters)).collect(Collectors.joining(", "));
        return MOMENTUM.formatted(typed, names("w", "", parameters), names("b", "", parameters), names("g", "", parameters));
    }

    private static String names(String letter, String type, int count) {
        return IntStream.range(0, count).mapToObj(k -> letter + k + type).collect(Collectors.joining(", "));
    }

    private void add(Layer layer, float[] values, int from, boolean images) {
        switch (layer) {
            case Dense dense -> {
                Tensor w = parameter(tensor(values, from, dense.inputs() * dense.outputs()).view(dense.inputs(), dense.outputs()).t()
                        .contiguous());
                Tensor b = parameter(tensor(values, from + dense.inputs() * dense.outputs(), dense.outputs()));
                TensorOptional bias = new TensorOptional(b);
                stages.add(images ? x -> torch.linear(x.permute(0, 2, 3, 1).flatten(1, -1), w, bias) : x -> torch.linear(x, w, bias));
            }
            case Conv2d convolution -> {
                int channels = convolution.inputImage().orElseThrow().channels();
                int filters = convolution.outputImage().orElseThrow().channels();
                int weights = convolution.parameters() - filters;
                int kernel = kernel(convolution);
                Tensor w = parameter(tensor(values, from, weights).view(kernel, kernel, channels, filters).permute(3, 2, 0, 1)
                        .contiguous(torch.MemoryFormat.ChannelsLast));
                TensorOptional bias = new TensorOptional(parameter(tensor(values, from + weights, filters)));
                long[] one = {1, 1};
                long[] padding = {kernel / 2, kernel / 2};
                stages.add(x -> torch.conv2d(x, w, bias, one, padding, one, 1));
            }
            case Relu _ -> stages.add(torch::relu);
            case SigmoidLayer _ -> stages.add(torch::sigmoid);
            case MaxPool pool -> {
                long side = pool.inputImage().orElseThrow().height() / pool.outputHeight();
                stages.add(x -> torch.max_pool2d(x, side, side));
            }
            default -> throw new IllegalArgumentException("libtorch is not asked for " + layer);
        }
    }

    /// Those of the suite's networks have images of the same size before and after them.
    private static int kernel(Conv2d convolution) {
        var before = convolution.inputImage().orElseThrow();
        var after = convolution.outputImage().orElseThrow();
        if (before.height() != after.height() || before.width() != after.width()) {
            throw new IllegalArgumentException("libtorch is not asked for " + convolution + ", whose images change their size");
        }
        int area = (convolution.parameters() - after.channels()) / (before.channels() * after.channels());
        return (int) Math.round(Math.sqrt(area));
    }

    private static Tensor tensor(float[] values, int from, int length) {
        try (FloatPointer pointer = new FloatPointer(length)) {
            pointer.put(values, from, length);
            return torch.from_blob(pointer, length).clone();
        }
    }

    private Tensor parameter(Tensor values) {
        Tensor parameter = values.set_requires_grad(true);
        parameters.add(parameter);
        momenta.add(torch.zeros_like(parameter));
        return parameter;
    }

    @Override
    public double step() {
        try (PointerScope _ = new PointerScope()) { // activations are given back at once
            for (Tensor parameter : parameters) parameter.mutable_grad().put(new Tensor());
            Tensor x = samples;
            for (Stage stage : stages) x = stage.forward(x);
            Tensor value = loss == Loss.SOFTMAX_CROSS_ENTROPY
                    ? torch.cross_entropy_loss(x, answers)
                    : torch.mse_loss(x, answers, SUM).mul(new Scalar(0.5 / batch));
            value.backward();
            IValue[] arguments = Stream
                    .of(parameters.stream().map(Tensor::detach), parameters.stream().map(Tensor::grad), momenta.stream())
                    .flatMap(tensors -> tensors).map(IValue::new).toArray(IValue[]::new);
            update.apply(new IValueVector(arguments));
            return value.item_float();
        }
    }

    @Override
    public void gradients(float[] into) {
        write(parameters.stream().map(Tensor::grad).toList(), into);
    }

    @Override
    public void momentum(float[] into) {
        write(momenta, into);
    }

    /// In the suite's layout.
    private void write(List<Tensor> tensors, float[] into) {
        int from = 0;
        for (Tensor tensor : tensors) {
            Tensor own = switch ((int) tensor.dim()) {
                case 4 -> tensor.permute(2, 3, 1, 0);
                case 2 -> tensor.t();
                default -> tensor;
            };
            Tensor flat = own.contiguous();
            int length = (int) flat.numel();
            flat.data_ptr_float().capacity(length).get(into, from, length);
            from += length;
        }
    }
}
