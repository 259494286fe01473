package lanewise.report;

/// Text that comes from outside, as HTML and SVG that show it and do nothing else.
final class Html {

    private Html() {}

    static String escape(String text) {
        return Plain.of(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
