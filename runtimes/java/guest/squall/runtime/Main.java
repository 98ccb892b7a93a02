package squall.runtime;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.api.client.logging.LambdaContextLogger;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.DtoSerializers;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.converters.LambdaErrorConverter;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.ErrorRequest;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.IOError;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Where a Java environment begins: boots, waits for its function, loads it, takes events one at a time. How handlers are found and called, how
 * events become objects and what an error looks like is AWS's own: its runtime interface client does it, which speaks HTTP elsewhere
 * and frames here.
 */
public final class Main {
    private final Frames frames;
    private FunctionClasses classes;
    private LambdaContextLogger logger;
    private LambdaRequestHandler handler;

    private Main(Frames frames) {
        this.frames = frames;
    }

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("rehearse")) {
            Rehearsal.perform();
            return;
        }
        Main main = new Main(Frames.open(3));
        main.frames.send(Frames.WAITING, new byte[0]);
        Rehearsal.perform();
        main.frames.send(Frames.WARM, new byte[0]);
        main.serve();
    }

    private void serve() throws Exception {
        for (Frames.Frame frame = frames.read(); frame != null; frame = frames.read()) {
            if (frame.type == Frames.INIT) initialise(frame.payload);
            else if (frame.type == Frames.LOAD) load(frame.payload);
            else if (frame.type == Frames.INVOKE) invoke(Frames.toRequest(frame.payload));
        }
    }

    /** Before it is known whose environment this is going to be. */
    @SuppressWarnings("unchecked")
    private void load(byte[] payload) throws Exception {
        classes = FunctionClasses.open();
        classes.loadAhead((List<String>) Json.parse(payload).get("names"));
        Rehearsal.performForLibraries();
        frames.send(Frames.READY, new byte[0]);
    }

    private void initialise(byte[] payload) throws Exception {
        Map<String, Object> init = Json.parse(payload);
        Variables.replace(init.get("environment"));
        logger = FunctionLog.open();
        boolean tells = Boolean.TRUE.equals(init.get("tellsModules"));
        try {
            if (classes == null) classes = FunctionClasses.open();
            if (tells) classes.beginToTell();
            handler = find((String) init.get("handler"), classes);
            String told = tells ? "{\"compiled\":[],\"imported\":" + classes.tell() + "}" : "";
            frames.send(Frames.READY, told.getBytes(StandardCharsets.UTF_8));
        } catch (UserFault fault) {
            log(fault);
            frames.send(Frames.FAULT, DtoSerializers.serialize(LambdaErrorConverter.fromUserFault(fault)));
            System.exit(1);
        }
    }

    /** As AWS's runtime does it: most faults of a handler are told at the first event, a class that cannot be made at once. */
    private LambdaRequestHandler find(String name, URLClassLoader classes) throws Exception {
        Internals.set(AWSLambda.class, "customerClassLoader", classes);
        Internals.set(LambdaRuntime.class, "logger", (LambdaLogger) logger);
        Thread.currentThread().setContextClassLoader(classes);
        Method find = AWSLambda.class.getDeclaredMethod("findRequestHandler", String.class, ClassLoader.class);
        find.setAccessible(true);
        try {
            return (LambdaRequestHandler) find.invoke(null, name, classes);
        } catch (InvocationTargetException error) {
            if (error.getCause() instanceof UserFault) throw (UserFault) error.getCause();
            throw error;
        }
    }

    private void invoke(InvocationRequest request) throws IOException {
        // Where the X-Ray SDK looks for it.
        if (request.getXrayTraceId() == null) System.clearProperty("com.amazonaws.xray.traceHeader");
        else System.setProperty("com.amazonaws.xray.traceHeader", request.getXrayTraceId());
        byte[] response;
        try {
            response = handler.call(request).toByteArray();
        } catch (UserFault fault) {
            UserFault.filterStackTrace(fault);
            fail(LambdaErrorConverter.fromUserFault(fault), fault, fault.fatal);
            return;
        } catch (Throwable error) {
            UserFault.filterStackTrace(error);
            boolean isFatal = error instanceof VirtualMachineError || error instanceof IOError;
            fail(LambdaErrorConverter.fromThrowable(error), UserFault.makeUserFault(error), isFatal);
            return;
        } finally {
            // The function may have interrupted itself.
            Thread.interrupted();
        }
        System.out.flush();
        frames.send(Frames.RESPONSE, response);
    }

    private void fail(ErrorRequest error, UserFault fault, boolean isFatal) throws IOException {
        log(fault);
        frames.send(isFatal ? Frames.FATAL : Frames.ERROR, DtoSerializers.serialize(error));
        if (isFatal) System.exit(1);
    }

    private void log(UserFault fault) {
        boolean isJson = logger.getLogFormat() == LogFormat.JSON;
        logger.log(fault.reportableError(), isJson ? LogLevel.ERROR : LogLevel.UNDEFINED);
    }
}
