package squall.runtime;

import java.util.Collections;
import java.util.Map;
import java.util.TimeZone;

/**
 * The environment of a process that has booted before its function was known. Java reads it once and has no way to change it; so the map is
 * changed that System.getenv gives and that ProcessBuilder.environment() begins with. What is started without a look at that has the variables
 * that this process was launched with: nobody but C can change those.
 */
final class Variables {
    private Variables() {}

    /** With null the process keeps those it was launched with. */
    static void replace(Object environment) throws ReflectiveOperationException {
        if (environment == null) return;
        @SuppressWarnings("unchecked")
        Map<String, String> given = (Map<String, String>) environment;
        @SuppressWarnings("unchecked")
        Map<String, String> current =
                (Map<String, String>) Internals.get(Collections.unmodifiableMap(given).getClass(), "m", System.getenv());
        current.clear();
        current.putAll(given);
        String zone = given.get("TZ");
        if (zone != null) TimeZone.setDefault(TimeZone.getTimeZone(zone.startsWith(":") ? zone.substring(1) : zone));
    }
}
