package squall.runtime;

import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import java.io.ByteArrayInputStream;
import java.util.Map;

/** What Squall sends, read by the client's own library. */
final class Json {
    private Json() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> parse(byte[] text) {
        return (Map<String, Object>) GsonFactory.getInstance().getSerializer(Map.class).fromJson(new ByteArrayInputStream(text));
    }
}
