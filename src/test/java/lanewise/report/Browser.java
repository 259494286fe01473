package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The system's Chromium, started once. What a page says on its console and what it asks for beyond its own file is collected.
final class Browser implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
            "microsoft-edge");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    private final List<String> faults = new ArrayList<>();

    /// @param program as [#find] finds it
    Browser(Path program) {
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(program)
                .setArgs(List.of("--no-sandbox", "--force-color-profile=srgb")));
    }

    /// The first one on the path.
    static Optional<Path> find() {
        return NAMES.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable).findFirst();
    }

    /// @param state what stands behind the address's #
    Page open(Path file, String state, int width, int height, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(width, height)
                .setColorScheme(scheme).setAcceptDownloads(true));
        Page page = context.newPage();
        page.setDefaultTimeout(10_000);
        String own = file.toUri().toString();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) faults.add("console: " + message.text());
        });
        page.onPageError(error -> faults.add("error: " + error));
        page.onDialog(dialog -> {
            faults.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(own) && !request.url().startsWith("blob:")) faults.add("request: " + request.url());
        });
        page.navigate(own + (state.isEmpty() ? "" : "#" + state));
        page.waitForFunction("() => window.lanewise !== undefined");
        return page;
    }

    /// What went wrong since this was asked last.
    List<String> faults() {
        List<String> all = List.copyOf(faults);
        faults.clear();
        return all;
    }

    /// How many points each series of each chart has, and whether there is something of them to see.
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> charts(Page page) {
        return (List<Map<String, Object>>) page.evaluate("""
                () => lanewise.charts().map(chart => ({
                    name: chart.getDom().getAttribute('aria-label'),
                    series: chart.getOption().series.map(one => one.name),
                    points: chart.getModel().getSeries().map(one => one.getData().count()).reduce((a, b) => a + b, 0),
                    shapes: chart.getDom().querySelectorAll('svg path, svg circle, svg rect').length }))""");
    }

    /// Every chart of the page has drawn points.
    static void requireDrawn(Page page) {
        assertThat(charts(page)).isNotEmpty().allSatisfy(chart -> {
            assertThat((Integer) chart.get("points")).as("%s", chart).isPositive();
            assertThat((Integer) chart.get("shapes")).as("%s", chart).isGreaterThan(3);
        });
    }

    /// Labels of charts that lie over each other, as pairs; what is rotated or scrolled out of sight does not count.
    @SuppressWarnings("unchecked")
    static List<String> overlaps(Page page) {
        return (List<String>) page.evaluate(
                """
                        () => [...document.querySelectorAll('.chart svg')].flatMap(svg => {
                            const frame = svg.getBoundingClientRect();
                            const clipped = node => node.closest('[clip-path]') !== null;
                            const labels = [...svg.querySelectorAll('text')].filter(node => node.textContent.trim() && !clipped(node))
                                .map(node => ({text: node.textContent, box: node.getBoundingClientRect()}))
                                .filter(one => one.box.width > 0 && one.box.height < 40);
                            const out = labels.filter(one => one.box.left < frame.left - 2 || one.box.right > frame.right + 2).map(one => one.text + ' leaves the chart');
                            const pairs = labels.flatMap((a, k) => labels.slice(k + 1).filter(b =>
                                Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 2
                                && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 3).map(b => a.text + ' over ' + b.text));
                            return [...out, ...pairs];
                        })""");
    }

    /// Texts whose colour differs too little from what is behind them, of the page and of its charts.
    @SuppressWarnings("unchecked")
    static List<String> faint(Page page) {
        return (List<String>) page.evaluate(
                """
                        () => {
                            const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
                            const rgb = colour => {
                                canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = '#000'; canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
                                return [...canvas.getImageData(0, 0, 1, 1).data];
                            };
                            const light = colour => { const [r, g, b] = rgb(colour).map(x => x / 255).map(x => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
                            const behind = node => { for (let one = node; one; one = one.parentElement) { const colour = getComputedStyle(one).backgroundColor; if (rgb(colour)[3] > 200) return colour; } return 'white'; };
                            const faint = [];
                            for (const node of document.querySelectorAll('body *')) {
                                const own = [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim());
                                if (!own || !node.getClientRects().length || ['SCRIPT', 'STYLE', 'NOSCRIPT', 'OPTION'].includes(node.tagName)) continue;
                                const style = getComputedStyle(node);
                                const a = light(node.tagName === 'text' || node.tagName === 'tspan' ? style.fill : style.color), b = light(behind(node));
                                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                                if (contrast < 4.5) faint.push(contrast.toFixed(2) + ' ' + node.tagName + ' ' + node.textContent.slice(0, 30));
                            }
                            return [...new Set(faint)].slice(0, 10);
                        }""");
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
