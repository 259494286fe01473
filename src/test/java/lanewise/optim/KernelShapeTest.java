package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every optimizer has the same shape, and nothing in a kernel stands between C2 and the instructions.
@Execution(ExecutionMode.CONCURRENT)
class KernelShapeTest {

    /// What C2 takes for small enough to inline where it is hot.
    private static final int HOT_INLINE_LIMIT = 325;

    @ParameterizedTest
    @EnumSource
    void threeKernelsWithOneSignature(Catalogue entry) throws IOException {
        ClassModel model = classOf(entry);
        List<String> types = List.of("scalar", "unrolled", "simd").stream().map(name -> method(model, name).methodType().stringValue())
                .distinct().toList();
        assertThat(types).containsExactly("(L" + model.thisClass().asInternalName() + "$Step;"
                + "[F".repeat(2 + entry.state().size()) + "II)V");
    }

    @ParameterizedTest
    @EnumSource
    void kernelsCallNothingThatMayStayACall(Catalogue entry) throws IOException {
        ClassModel model = classOf(entry);
        String self = model.thisClass().asInternalName();
        for (MethodModel method : model.methods()) {
            String name = method.methodName().stringValue();
            if (!List.of("scalar", "unrolled", "one", "simd").contains(name)) continue;
            assertThat(method.findAttribute(Attributes.code()).orElseThrow().codeLength())
                    .as("bytecodes of %s::%s", entry, name).isLessThanOrEqualTo(HOT_INLINE_LIMIT);
            method.code().orElseThrow().forEach(element -> {
                assertThat(element).as("%s::%s", entry, name).isNotInstanceOf(InvokeDynamicInstruction.class);
                if (element instanceof InvokeInstruction call) {
                    String owner = call.owner().asInternalName();
                    String callee = call.name().stringValue();
                    boolean vector = owner.startsWith("jdk/incubator/vector/"); // inlined by annotation
                    boolean instruction = owner.equals("java/lang/Math") && List.of("sqrt", "min", "max", "abs").contains(callee);
                    boolean scalars = owner.equals(self + "$Step");
                    boolean ownKernel = owner.equals(self) && (name.equals("simd") ? callee.equals("scalar") : callee.equals("one"));
                    assertThat(vector || instruction || scalars || ownKernel).as("%s::%s calls %s.%s", entry, name, owner, callee).isTrue();
                }
            });
        }
    }

    private static MethodModel method(ClassModel model, String name) {
        return model.methods().stream().filter(m -> m.methodName().equalsString(name)).findFirst().orElseThrow();
    }

    private static ClassModel classOf(Catalogue entry) throws IOException {
        Class<?> type = entry.defaults().getClass();
        try (var in = Objects.requireNonNull(type.getResourceAsStream(type.getSimpleName() + ".class"))) {
            return ClassFile.of().parse(in.readAllBytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCatalogueDeclaresWhatTheClassSays(Catalogue entry) throws IOException {
        assertThat(entry.defaults().stateArrays()).isEqualTo(entry.state().size());
        assertThat(entry.bytesRead()).isEqualTo(8 + 4 * entry.state().size());
        assertThat(entry.bytesWritten()).isEqualTo(4 + 4 * entry.state().size());
        // Divides and roots as the SIMD kernel calls them.
        List<String> calls = method(classOf(entry), "simd").code().orElseThrow().elementStream()
                .filter(InvokeInstruction.class::isInstance).map(element -> ((InvokeInstruction) element).name().stringValue()).toList();
        assertThat(calls.stream().filter("div"::equals)).hasSize(entry.divides());
        assertThat(calls.stream().filter("sqrt"::equals)).hasSize(entry.roots());
        assertThat(calls.stream().filter("intoArray"::equals)).hasSize(entry.bytesWritten() / 4);
        assertThat(List.of(entry.formula(), entry.source())).doesNotContain("");
    }
}
