package lanewise.bench;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// Finds a [Peer]. Each has a class path of its own, because two of them may need two versions of a third library; a class loader of its own
/// keeps them, and the suite's own libraries, apart.
final class Peers {

    /// Names the folder of the peer; in it `class-path.txt` has a jar or a folder a line.
    static final String FOLDER = "lanewise.peer";

    private static final String CLASS_PATH = "class-path.txt";

    private Peers() {}

    /// The peer of this name. Classes and native libraries that it loads later are found through its class loader, on this thread too.
    ///
    /// @throws RefusedTrialException if there is none
    static Peer named(String name) {
        useLoader();
        NativeEnvironment.clear();
        for (Peer peer : ServiceLoader.load(Peer.class)) {
            if (peer.name().equals(name)) return peer;
        }
        throw new RefusedTrialException("library must be a peer whose folder -D" + FOLDER + " names, was " + name);
    }

    /// Of the suite's class path its own classes alone: its libraries may be other versions than a peer needs.
    private static final class OwnClasses extends ClassLoader {

        OwnClasses() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.startsWith("lanewise.")) throw new ClassNotFoundException(name);
            return Peers.class.getClassLoader().loadClass(name);
        }
    }

    /// Lets the service loader find what the peer's folder has; without a folder nothing changes.
    static void useLoader() {
        String folder = System.getProperty(FOLDER);
        if (folder == null) return;
        try {
            List<URL> urls = new ArrayList<>();
            for (String entry : Files.readAllLines(Path.of(folder, CLASS_PATH))) urls.add(Path.of(entry).toUri().toURL());
            // It stays open: the peer loads classes as long as the fork lives.
            Thread.currentThread().setContextClassLoader(new URLClassLoader(urls.toArray(URL[]::new), new OwnClasses()));
        } catch (IOException e) {
            throw new RefusedTrialException("the peer in " + folder + " cannot be read (" + e + "), build it with mvn package -Ppeers");
        }
    }
}
