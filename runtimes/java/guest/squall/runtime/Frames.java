package squall.runtime;

import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;

/** Frames to and from Squall: a length (4 bytes, little-endian), a type (1 byte), the payload. See runtimes/README.md. */
final class Frames {
    static final byte INIT = 1;
    static final byte INVOKE = 2;
    static final byte READY = 3;
    static final byte FAULT = 4;
    static final byte RESPONSE = 5;
    static final byte ERROR = 6;
    static final byte WAITING = 7;
    static final byte FATAL = 8;
    static final byte WARM = 9;
    static final byte LOAD = 12;

    private static final int HEADER = 5;
    private static final int PEAK = 8;
    private static final int ABSENT = 0xffff;
    private static final Path STATUS = Paths.get("/proc/self/status");

    static final class Frame {
        final byte type;
        final byte[] payload;

        Frame(byte type, byte[] payload) {
            this.type = type;
            this.payload = payload;
        }
    }

    private final DataInputStream in;
    private final OutputStream out;

    private Frames(InputStream in, OutputStream out) {
        this.in = new DataInputStream(new BufferedInputStream(in, 65536));
        this.out = out;
    }

    /** Java has no way to a socket that was opened before it; as a file it can be read and written. */
    static Frames open(int number) throws ReflectiveOperationException {
        FileDescriptor descriptor = new FileDescriptor();
        java.lang.reflect.Field field = FileDescriptor.class.getDeclaredField("fd");
        field.setAccessible(true);
        field.setInt(descriptor, number);
        return new Frames(new FileInputStream(descriptor), new FileOutputStream(descriptor));
    }

    /** Null at the end. */
    Frame read() throws IOException {
        byte[] header = new byte[HEADER];
        try {
            in.readFully(header);
        } catch (EOFException end) {
            return null;
        }
        byte[] payload = new byte[little(header).getInt()];
        in.readFully(payload);
        return new Frame(header[4], payload);
    }

    void send(byte type, byte[] payload) throws IOException {
        ByteBuffer frame = little(new byte[HEADER + PEAK + payload.length]);
        frame.putInt(PEAK + payload.length).put(type).putLong(peakBytes()).put(payload);
        out.write(frame.array());
    }

    /** Deadline (double), four lengths (2 bytes each; 0xffff is absent), the four texts, the event. */
    static InvocationRequest toRequest(byte[] payload) {
        ByteBuffer bytes = little(payload);
        InvocationRequest request = new InvocationRequest();
        request.setDeadlineTimeInMs((long) bytes.getDouble());
        int[] lengths = new int[4];
        for (int index = 0; index < 4; index++) lengths[index] = Short.toUnsignedInt(bytes.getShort());
        request.setId(text(bytes, lengths[0]));
        request.setInvokedFunctionArn(text(bytes, lengths[1]));
        request.setClientContext(text(bytes, lengths[2]));
        request.setXrayTraceId(text(bytes, lengths[3]));
        request.setContent(Arrays.copyOfRange(payload, bytes.position(), payload.length));
        return request;
    }

    private static String text(ByteBuffer bytes, int length) {
        if (length == ABSENT) return null;
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The most memory this process has used. */
    private static long peakBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        } catch (IOException unreadable) {
            // Without /proc it is not known.
        }
        return 0;
    }
}
