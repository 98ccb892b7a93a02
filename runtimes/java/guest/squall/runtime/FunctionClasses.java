package squall.runtime;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The function's own classes: its package's root, the jars in its lib/, the jars of its layers in /opt/java/lib. Source: "Java handlers". */
final class FunctionClasses extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    /** Names of those that were found here while somebody wants to know. */
    private volatile Queue<String> found;

    private FunctionClasses(List<URL> urls) {
        super(urls.toArray(new URL[0]), ClassLoader.getSystemClassLoader());
    }

    /** Those of the runtime itself, such as aws-lambda-java-core, come first, as on AWS. */
    static FunctionClasses open() throws MalformedURLException {
        String given = System.getenv("LAMBDA_TASK_ROOT");
        File root = new File(given == null ? "/var/task" : given);
        List<URL> urls = new ArrayList<>();
        urls.add(root.toURI().toURL());
        addJars(new File(root, "lib"), urls);
        String layers = System.getenv("_SQUALL_LAYERS");
        addJars(new File(layers == null ? "/opt/java/lib" : layers + "/java/lib"), urls);
        return new FunctionClasses(urls);
    }

    /**
     * Loads and links classes; none is initialised, so nothing of the function runs. What cannot be loaded now is found missing when the function
     * wants it.
     */
    void loadAhead(List<String> names) {
        for (String name : names) {
            try {
                // Asking for its constructors links it, which verifies it: that takes longest.
                Class.forName(name, false, this).getDeclaredConstructors();
            } catch (LinkageError | ClassNotFoundException | RuntimeException missing) {
                // Of a library that is not all there.
            }
        }
    }

    void beginToTell() {
        found = new ConcurrentLinkedQueue<>();
    }

    /** Those since the beginning, as a list in JSON. */
    String tell() {
        StringBuilder list = new StringBuilder("[");
        for (String name : found) {
            if (!name.matches("[\\w$./-]+")) continue;
            list.append(list.length() == 1 ? "\"" : ",\"").append(name).append('"');
        }
        found = null;
        return list.append("]").toString();
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> type = super.findClass(name);
        Queue<String> all = found;
        if (all != null) all.add(name);
        return type;
    }

    private static void addJars(File folder, List<URL> urls) throws MalformedURLException {
        File[] jars = folder.listFiles((parent, name) -> name.endsWith(".jar"));
        if (jars == null) return;
        Arrays.sort(jars);
        for (File jar : jars) urls.add(jar.toURI().toURL());
    }
}
