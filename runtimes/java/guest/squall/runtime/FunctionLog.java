package squall.runtime;

import com.amazonaws.services.lambda.runtime.api.client.LambdaEnvironment;
import com.amazonaws.services.lambda.runtime.api.client.logging.LambdaContextLogger;
import com.amazonaws.services.lambda.runtime.api.client.logging.LogSink;
import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What goes to the logger of the context: each message is one log event. */
final class FunctionLog implements LogSink {
    private final PrintStream out;

    /** A line's end within one log event, as Squall's runtimes write it. */
    private static final String LINE_BREAK = "\0\r";

    private FunctionLog(PrintStream out) {
        this.out = out;
    }

    static LambdaContextLogger open() {
        LogLevel level = LogLevel.fromString(LambdaEnvironment.LAMBDA_LOG_LEVEL);
        LogFormat format = LogFormat.fromString(LambdaEnvironment.LAMBDA_LOG_FORMAT);
        return new LambdaContextLogger(new FunctionLog(System.out), level, format);
    }

    @Override
    public void log(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        String event = (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).replace("\n", LINE_BREAK) + "\n";
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(bytes, 0, bytes.length);
            out.flush();
        }
    }

    @Override
    public void log(LogLevel level, LogFormat format, byte[] message) {
        log(message);
    }

    @Override
    public void close() {}
}
