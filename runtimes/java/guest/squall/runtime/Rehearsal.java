package squall.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.DtoSerializers;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.converters.LambdaErrorConverter;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What every function needs is done once before one is there, so that its classes are loaded: handlers of each kind are found, a plain object is
 * read and written. Nothing of it reads the environment, which is not the function's yet.
 */
final class Rehearsal {
    private Rehearsal() {}

    public static final class Event {
        private String name;
        private List<Map<String, Object>> records;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public List<Map<String, Object>> getRecords() {
            return records;
        }

        public void setRecords(List<Map<String, Object>> records) {
            this.records = records;
        }
    }

    public static final class ObjectHandler implements RequestHandler<Event, Map<String, Object>> {
        @Override
        public Map<String, Object> handleRequest(Event event, Context context) {
            return null;
        }
    }

    public static final class StreamHandler implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream in, OutputStream out, Context context) {}
    }

    private interface Greeter {
        String greet(String name, int times);
    }

    /**
     * What libraries use of Java itself: the machinery of lambdas, of joined strings, proxies, digests. Done where a process waits for a function with libraries;
     * nothing of it reads a property or leaves a default behind that a function could have set otherwise.
     */
    static void performForLibraries() throws Exception {
        Map<String, Integer> counts = new ConcurrentHashMap<>();
        for (String word : List.of("a", "b", "a")) counts.merge(word, 1, Integer::sum);
        String joined = counts.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
        Function<String, Supplier<String>> later = text -> () -> text + joined + text.length();
        Optional.of(joined).map(later).map(Supplier::get).ifPresent(Pattern.compile("[a-z]+=(\\d+)")::matcher);
        CompletableFuture.completedFuture(joined).thenApply(String::trim).thenCompose(CompletableFuture::completedFuture).join();
        Greeter greeter = (Greeter) Proxy.newProxyInstance(Rehearsal.class.getClassLoader(), new Class<?>[] {Greeter.class}, (self, method, given) -> given[0] + " " + given[1]);
        greeter.greet(joined, 1);
        for (String digest : new String[] {"MD5", "SHA-256"}) MessageDigest.getInstance(digest).digest(joined.getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[] {1}, "HmacSHA256"));
        mac.doFinal(new byte[] {1});
        DateTimeFormatter.ISO_INSTANT.format(Instant.EPOCH);
        URI.create("https://example.com/a?b=c").resolve("d");
        new BigDecimal("1.5").toString();
        for (String name : ofLibraries) Class.forName(name, false, null);
    }

    /** Of Java itself: loaded, and not initialised. */
    private static final String[] ofLibraries = {
        "java.net.HttpURLConnection", "javax.net.ssl.HttpsURLConnection", "javax.net.ssl.SSLContext", "javax.net.ssl.SSLSocketFactory", "java.net.ProxySelector",
        "java.util.ServiceLoader", "java.util.concurrent.ThreadPoolExecutor", "java.util.concurrent.ScheduledThreadPoolExecutor", "java.util.zip.GZIPInputStream",
        "java.nio.file.Files", "java.util.UUID", "java.util.Base64", "java.time.Duration", "java.time.ZonedDateTime", "java.lang.reflect.ParameterizedType",
    };

    static void perform() throws Exception {
        ClassLoader classes = Rehearsal.class.getClassLoader();
        for (String handler : new String[] {ObjectHandler.class.getName(), StreamHandler.class.getName(), ObjectHandler.class.getName() + "::handleRequest"}) {
            EventHandlerLoader.loadEventHandler(HandlerInfo.fromString(handler, classes));
        }
        byte[] text = "{\"name\":\"a\",\"records\":[{\"b\":[1,2.5,true,null]}]}".getBytes(StandardCharsets.UTF_8);
        for (Class<?> type : new Class<?>[] {Event.class, Map.class}) {
            @SuppressWarnings("unchecked")
            PojoSerializer<Object> serializer = (PojoSerializer<Object>) JacksonFactory.getInstance().getSerializer(type);
            serializer.toJson(serializer.fromJson(new ByteArrayInputStream(text)), new ByteArrayOutputStream());
        }
        Json.parse(text);
        Throwable error = new IllegalStateException("rehearsed");
        UserFault.makeUserFault(error).reportableError();
        DtoSerializers.serialize(LambdaErrorConverter.fromThrowable(error));
    }
}
