package squall.runtime;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The function's own classes: its package's root, the jars in its lib/, the jars of its layers in /opt/java/lib. Source: "Java handlers". */
final class FunctionClasses {
    private FunctionClasses() {}

    /** Those of the runtime itself, such as aws-lambda-java-core, come first, as on AWS. */
    static URLClassLoader open() throws MalformedURLException {
        String given = System.getenv("LAMBDA_TASK_ROOT");
        File root = new File(given == null ? "/var/task" : given);
        List<URL> urls = new ArrayList<>();
        urls.add(root.toURI().toURL());
        addJars(new File(root, "lib"), urls);
        String layers = System.getenv("_SQUALL_LAYERS");
        addJars(new File(layers == null ? "/opt/java/lib" : layers + "/java/lib"), urls);
        return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getSystemClassLoader());
    }

    private static void addJars(File folder, List<URL> urls) throws MalformedURLException {
        File[] jars = folder.listFiles((parent, name) -> name.endsWith(".jar"));
        if (jars == null) return;
        Arrays.sort(jars);
        for (File jar : jars) urls.add(jar.toURI().toURL());
    }
}
