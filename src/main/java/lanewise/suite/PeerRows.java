package lanewise.suite;

import static lanewise.bench.BenchmarkVariant.SIMD;
import static lanewise.optim.Catalogue.ADAGRAD;
import static lanewise.optim.Catalogue.ADAM;
import static lanewise.optim.Catalogue.ADAMW;
import static lanewise.optim.Catalogue.LION;
import static lanewise.optim.Catalogue.MOMENTUM;
import static lanewise.optim.Catalogue.RMSPROP;
import static lanewise.optim.Catalogue.SGD;
import static lanewise.suite.Cells.VGG16;
import static lanewise.suite.PeerLibrary.C;
import static lanewise.suite.PeerLibrary.DJL;
import static lanewise.suite.PeerLibrary.LIBTORCH;
import static lanewise.suite.PeerLibrary.LIBTORCH_FUSED;
import static lanewise.suite.PeerLibrary.ND4J;
import static lanewise.suite.PeerLibrary.OPENBLAS;
import static lanewise.suite.PeerLibrary.TRIBUO;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.bench.ParallelStepBenchmark;
import lanewise.bench.PeerMinibatchBenchmark;
import lanewise.bench.PeerStepBenchmark;
import lanewise.bench.StepBenchmark;
import lanewise.nn.NamedNetwork;
import lanewise.optim.Catalogue;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Work;

/// Updates, training steps and products of other libraries, each compared with this suite's own, whose rows are here too.
final class PeerRows {

    /// 1,024 leaves no tail.
    private static final int[] SIZES = {1_024, 10_000, 100_000, 1_000_000, 10_000_000, VGG16};

    /// A library's updates.
    ///
    /// @param largest the largest size at which they are measured: those with many passes take seconds beyond it
    private record Updates(PeerLibrary library, List<Catalogue> optimizers, int largest) {}

    private static final List<Updates> UPDATES = List.of(
            new Updates(C, List.of(SGD, MOMENTUM, ADAGRAD, RMSPROP, ADAM, ADAMW, LION), VGG16),
            new Updates(LIBTORCH_FUSED, List.of(SGD, ADAGRAD, ADAM, ADAMW), VGG16),
            new Updates(LIBTORCH, List.of(ADAM), VGG16),
            new Updates(LIBTORCH, List.of(SGD, ADAGRAD, ADAMW), 10_000_000),
            new Updates(ND4J, List.of(SGD, ADAGRAD, RMSPROP, ADAM), 10_000_000),
            new Updates(DJL, List.of(SGD, ADAM, ADAMW), 10_000_000),
            new Updates(TRIBUO, List.of(SGD, MOMENTUM, ADAGRAD, RMSPROP, ADAM), 1_000_000));

    /// Both run on all processors, with the largest network.
    private static final List<Catalogue> PARALLEL = List.of(SGD, ADAM);

    /// A network and the size of its minibatch.
    private record Training(NamedNetwork network, int batch) {}

    private static final List<Training> TRAININGS = List.of(new Training(NamedNetwork.MLP_BOOK, 64),
            new Training(NamedNetwork.MLP_RELU, 128), new Training(NamedNetwork.CNN_SMALL, 128), new Training(NamedNetwork.VGG16, 4));

    private PeerRows() {}

    static List<Row> of(Profile profile) {
        if (profile != Profile.PEERS) return List.of();
        List<Row> rows = new ArrayList<>();
        for (Catalogue optimizer : Catalogue.values()) {
            for (int size : SIZES) {
                List<Row> peers = updates(optimizer, size);
                if (peers.isEmpty()) continue;
                rows.add(StepRows.row(profile, optimizer, SIMD.name(), SIMD, size, List.of()));
                rows.addAll(peers);
            }
            if (!PARALLEL.contains(optimizer)) continue;
            rows.add(ParallelRows.row(profile, optimizer, VGG16));
            rows.add(update(LIBTORCH_FUSED, optimizer, VGG16, ParallelRows.threads()));
        }
        for (Training training : TRAININGS) {
            rows.add(MinibatchRows.step(training.network, training.batch));
            IntStream.of(1, ParallelRows.threads()).distinct().forEach(threads -> rows.add(training(LIBTORCH, training, threads)));
        }
        rows.addAll(ProductRows.of(OPENBLAS));
        return rows;
    }

    private static List<Row> updates(Catalogue optimizer, int size) {
        return UPDATES.stream().filter(updates -> updates.optimizers.contains(optimizer) && size <= updates.largest)
                .map(updates -> update(updates.library, optimizer, size, 1)).toList();
    }

    private static Row update(PeerLibrary library, Catalogue optimizer, int size, int threads) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("optimizer", optimizer.name());
        parameters.put("library", library.name());
        parameters.put("size", Integer.toString(size));
        parameters.put("threads", Integer.toString(threads));
        Work one = StepRows.work(optimizer, size);
        return new Row(PeerStepBenchmark.class.getName() + ".step", parameters, Family.PEER, optimizer.name(),
                new Work(one.unit(), size, false, one.bytesRead(), one.bytesWritten(), threads, one.formula(), one.source()),
                comparedWith(own(optimizer, size, threads)), Roofs.NONE, Names.group(optimizer, size),
                library.jvm(ForkCost.ofPeerUpdate(size, optimizer.state().size(), library == C, library.passes()), ForkFlags::aligned));
    }

    private static String own(Catalogue optimizer, int size, int threads) {
        if (threads == 1) return Names.ofStep(StepBenchmark.class, optimizer.name(), SIMD.name(), size);
        Map<String, String> parameters = Names.step(optimizer.name(), SIMD.name(), size);
        parameters.put("threads", Integer.toString(threads));
        return Row.nameOf(ParallelStepBenchmark.class.getName() + ".step", parameters);
    }

    /// @param threads of the library; this suite's step runs on one
    private static Row training(PeerLibrary library, Training training, int threads) {
        Row own = MinibatchRows.step(training.network, training.batch);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("network", training.network.toString());
        parameters.put("library", library.name());
        parameters.put("batch", Integer.toString(training.batch));
        parameters.put("threads", Integer.toString(threads));
        Work one = own.work();
        return new Row(PeerMinibatchBenchmark.class.getName() + ".step", parameters, Family.PEER,
                training.network + ", batch " + training.batch,
                new Work(one.unit(), one.count(), false, 0, 0, threads, one.formula(), one.source()), comparedWith(own.name()), Roofs.NONE,
                own.group(),
                library.jvm(ForkCost.ofPeerMinibatch(NetworkCost.of(training.network), training.batch), ForkFlags::unaligned));
    }

    private static ComparedWith comparedWith(String own) {
        return new ComparedWith(own, List.of(), "", "");
    }

    /// Why a row cannot be measured if its library was not built.
    static Optional<String> missing(Row row) {
        if (row.family() != Family.PEER) return Optional.empty();
        return Stream.of(PeerLibrary.values()).filter(library -> row.parameters().containsValue(library.name())).findFirst()
                .flatMap(PeerLibrary::missing);
    }
}
