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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

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
