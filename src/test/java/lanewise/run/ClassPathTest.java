package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {

    @TempDir
    private Path folder;

    @Test
    void pathsWithoutColonsStayAsTheyAre() throws Exception {
        Path jar = Files.createFile(folder.resolve("a b.jar"));
        for (String written : List.of(jar.toString(), jar + ":" + folder + "/none.jar:" + folder, "/none/a:b.jar", jar + ":")) {
            try (ClassPath path = ClassPath.of(written)) {
                assertThat(path.text()).isEqualTo(written);
                assertThat(path.links()).isEmpty();
            }
        }
    }

    @Test
    void aPathWithColonsIsLinkedAsLongAsItIsNeeded() throws Exception {
        Path odd = Files.writeString(Files.createDirectory(folder.resolve("a:b:")).resolve("c:d.jar"), "odd");
        Path plain = Files.createFile(folder.resolve("plain.jar"));
        List<Path> links;
        try (ClassPath path = ClassPath.of(plain + ":" + odd + ":" + plain)) {
            links = path.links();
            assertThat(links).hasSize(1).allSatisfy(link -> assertThat(link).hasContent("odd"));
            assertThat(path.text()).isEqualTo(plain + ":" + links.getFirst() + ":" + plain);
        }
        assertThat(links.getFirst().getParent()).doesNotExist();
        assertThat(odd).exists();
    }
}
