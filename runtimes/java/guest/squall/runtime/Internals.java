package squall.runtime;

import java.lang.reflect.Field;

/** Private fields of the runtime interface client and of Java itself: which ones is a matter of their versions. */
final class Internals {
    private Internals() {}

    static void set(Class<?> type, String name, Object value) throws ReflectiveOperationException {
        open(type, name).set(null, value);
    }

    static Object get(Class<?> type, String name, Object from) throws ReflectiveOperationException {
        return open(type, name).get(from);
    }

    private static Field open(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
