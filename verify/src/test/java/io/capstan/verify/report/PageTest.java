package io.capstan.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page that shows a run.
class PageTest {
    private static final int MANY = 100_000;
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\"'&\u0000<!--";

    /// Elements that HTML lets stand without an end.
    private static final List<String> OPEN =
            List.of("meta", "li", "tr", "td", "th", "option", "p", "!doctype", "rect", "circle");

    @Test
    void aRunOfManyOperationsStaysBelowTheBound() {
        String page = Page.of(Runs.valid(MANY, ""), Runs.facts("capstan verify"));
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(Page.MAX_BYTES);
        assertThat(page).contains("Valid: linearizable held", "12,000 of 100,000 operations");
    }

    @Test
    void thePageLoadsNothing() {
        String page = Page.of(Runs.stale(2_000), Runs.facts("capstan verify"));
        assertThat(page).contains("default-src 'none'");
        assertThat(page)
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContainPattern("(?i)\\ssrc\\s*=")
                .doesNotContainPattern("(?i)<(link|iframe|object|embed|img|base|form)\\b")
                .doesNotContainPattern("(?i)url\\((?!#)")
                .doesNotContainPattern("(?i)@import|fetch\\(|XMLHttpRequest|WebSocket|import\\(");
        Matcher links = Pattern.compile("href='([^']*)'").matcher(page);
        while (links.find()) assertThat(links.group(1)).startsWith("#");
    }

    @Test
    void elementsCloseInTheOrderInWhichTheyWereOpened() {
        assertThat(unbalanced(Page.of(Runs.stale(2_000), Runs.facts("x")))).isEmpty();
        assertThat(unbalanced(Page.of(Runs.valid(0, ""), Runs.facts("x")))).isEmpty();
    }

    /// The first end tag that closes something else than what is open; empty where all is well.
    private static String unbalanced(String page) {
        Deque<String> open = new ArrayDeque<>();
        String markup = page.replaceAll("(?s)<(script|style)[^>]*>.*?</\\1>", "");
        Matcher tags =
                Pattern.compile("<(/?)([a-z0-9!]+)(?:'[^']*'|\"[^\"]*\"|[^>'\"])*?(/?)>")
                        .matcher(markup);
        while (tags.find()) {
            String name = tags.group(2);
            if (OPEN.contains(name) || !tags.group(3).isEmpty()) continue;
            if (tags.group(1).isEmpty()) open.push(name);
            else if (open.isEmpty() || !open.pop().equals(name)) return tags.group();
        }
        return String.join(" ", open);
    }

    @Test
    void whatPeopleWriteIsNeverMarkup() {
        String page = Page.of(Runs.valid(MANY, HOSTILE), Runs.facts("run " + HOSTILE));
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(Page.MAX_BYTES);
        assertThat(page).doesNotContain("<img", "<!--", "\u0000");
        assertThat(page.split("</script>", -1)).hasSize(3);
        assertThat(page).contains("&lt;img src=x onerror=alert(1)&gt;", "\\u003cimg");
    }

    @Test
    void aViolationIsToldInWordsAndDrawn() {
        String page = Page.of(Runs.stale(20_000), Runs.facts("x"));
        assertThat(page)
                .contains("Violated: linearizability", "a stale value", "bar culprit", "✗ read")
                .contains("id=story", "process ");
    }

    @Test
    void noOutcomeIsToldByColourAlone() {
        String page = Page.of(Runs.valid(2_000, ""), Runs.facts("x"));
        for (Look look : Look.values())
            assertThat(page).contains(look.sign() + " " + look.word(), "class='" + look.style());
        assertThat(page).contains("id=hatch", "id=dots", "id=bars");
    }

    @Test
    void bothSchemesAndKeysAreServed() {
        String page = Page.of(Runs.valid(200, ""), Runs.facts("x"));
        assertThat(page)
                .contains("color-scheme:light dark", "prefers-color-scheme:dark")
                .contains("prefers-reduced-motion", "focus-visible", "ArrowLeft", "tabindex=0")
                .contains("aria-live=polite", "lang=en", "name=viewport");
    }
}
