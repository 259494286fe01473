package lanewise.bench;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/// Where the JVM has put an array. Reflection, because javac warns of `sun.misc.Unsafe` and cannot be told not to.
final class Addresses {

    private static final Object UNSAFE = unsafe();
    private static final long HOLDER_BASE = base(Object[].class);

    private Addresses() {}

    /// False where references are compressed, see [TimedUpdate#ADDRESS_FLAG], and with ZGC, whose references hold more than an address.
    static boolean areReadable() {
        return !isOn("UseCompressedOops") && !isOn("UseZGC");
    }

    private static boolean isOn(String flag) {
        try {
            return Boolean.parseBoolean(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption(flag).getValue());
        } catch (IllegalArgumentException e) {
            return false; // this JVM was built without it
        }
    }

    /// Of the array's header; of its first element after [#base] more bytes. A collection may change it.
    static long of(float[] array) {
        Object[] holder = {array};
        return (long) call("getLong", new Class<?>[]{Object.class, long.class}, holder, HOLDER_BASE);
    }

    /// Bytes between the start of such an array and its first element.
    static int base(Class<?> arrayType) {
        return ((Number) call("arrayBaseOffset", new Class<?>[]{Class.class}, arrayType)).intValue();
    }

    private static Object call(String name, Class<?>[] types, Object... arguments) {
        try {
            Method method = UNSAFE.getClass().getMethod(name, types);
            return method.invoke(UNSAFE, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM does not tell where its arrays lie", e);
        }
    }

    private static Object unsafe() {
        try {
            Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM does not tell where its arrays lie", e);
        }
    }
}
