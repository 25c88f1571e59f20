package io.capstan.verify.report;

import io.capstan.checker.history.Operation;
import io.capstan.checker.linearizability.Counterexample;
import io.capstan.verify.judge.Account;
import io.capstan.verify.judge.Finding;
import io.capstan.verify.record.Band;
import io.capstan.verify.record.Chronicle;
import io.capstan.verify.record.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A run as one HTML page that needs nothing else: no request leaves it, and at most [#MAX_BYTES].
///
/// Everything that came from outside (keys, values, messages, the command) goes in as text.
public final class Page {
    /// The most that a page weighs. What it draws is bounded so that it stays far below.
    public static final int MAX_BYTES = 2 << 20;

    private static final int MAX_TOLD = 60;
    private static final int MAX_REASONS = 12;
    private static final int MAX_FAULT_ROWS = 1_000;
    private static final int LONGEST = 2_000;

    private final Account account;
    private final Facts facts;
    private final Optional<Counterexample> example;
    private final List<Chronicle.Entry> strong;

    private Page(Account account, Facts facts) {
        this.account = account;
        this.facts = facts;
        this.example =
                account.finding() instanceof Finding.Broken(var _, var _, var why)
                        ? why
                        : Optional.empty();
        this.strong =
                account.chronicle().entries().stream()
                        .filter(e -> e.operation().isLinearizable())
                        .toList();
    }

    public static String of(Account account, Facts facts) {
        return new Page(account, facts).html();
    }

    private String html() {
        int nodes = facts.settings().nodes();
        int clients = facts.settings().clients();
        Sample.Data data = new Sample(account, focus()).data(nodes, clients);
        Html out = new Html();
        head(out);
        out.raw("<main>");
        verdict(out);
        numbers(out);
        if (account.finding() instanceof Finding.Broken broken) story(out, broken);
        timeLine(out, nodes, clients);
        explorer(out, data);
        plots(out);
        outcomes(out);
        faults(out);
        reproduce(out);
        out.raw("</main><footer>").text(facts.version() + ", " + facts.began());
        out.raw(". This page is whole: it loads nothing and sends nothing.</footer>");
        out.raw("<script type='application/json' id=data>" + data.json() + "</script>");
        out.raw("<script>" + Behaviour.script() + "</script></body></html>\n");
        return out.toString();
    }

    private void head(Html out) {
        out.raw("<!doctype html><html lang=en><head><meta charset=utf-8>")
                .raw("<meta name=viewport content='width=device-width,initial-scale=1'>")
                .raw("<meta http-equiv=Content-Security-Policy content=\"default-src 'none';")
                .raw(" style-src 'unsafe-inline'; script-src 'unsafe-inline'\">")
                .raw("<meta name=color-scheme content='light dark'>")
                .element("title", "Capstan verify: " + account.finding().word())
                .raw("<style>" + Style.sheet() + "</style></head><body>" + Style.patterns())
                .raw("<header><b>Capstan verify</b><nav aria-label=Sections>");
        if (example.isPresent() || account.finding() instanceof Finding.Broken)
            out.raw("<a href='#story'>Counter-example</a>");
        out.raw("<a href='#time'>Time line</a><a href='#plots'>Rate and latency</a>")
                .raw("<a href='#faults'>Faults</a><a href='#again'>Reproduce</a>")
                .raw("<button id=theme hidden>Light or dark</button></nav></header>");
    }

    private void verdict(Html out) {
        Finding finding = account.finding();
        String mark =
                switch (finding) {
                    case Finding.Holds _ -> "<path d='M17 31l9 9 17-20'/>";
                    case Finding.Broken _ -> "<path d='M20 20l20 20M40 20L20 40'/>";
                    case Finding.Open _ ->
                            "<path d='M22 24a8 8 0 1 1 11 7c-2 1-3 3-3 5'/><path d='M30 42.5v.1'/>";
                };
        String title =
                switch (finding) {
                    case Finding.Holds _ -> "Valid: " + facts.claim() + " held";
                    case Finding.Broken(String law, var _, var _) -> "Violated: " + law;
                    case Finding.Open _ -> "Unknown";
                };
        out.raw("<section class='verdict " + finding.word() + "'>")
                .raw("<svg viewBox='0 0 60 60' aria-hidden=true fill=none stroke=currentColor")
                .raw(" stroke-width=4.5 stroke-linecap=round stroke-linejoin=round>")
                .raw("<circle cx=30 cy=30 r=26 />" + mark + "</svg>")
                .element("h1", title)
                .element("p", Html.shortened(sentence(finding), LONGEST))
                .raw("</section>");
        if (!facts.broken().isEmpty())
            out.raw("<p class=card><strong>Broken on purpose.</strong> ")
                    .text(facts.broken())
                    .raw("</p>");
        for (String note : account.notes()) out.element("p class=lead", note);
    }

    private static String sentence(Finding finding) {
        return finding instanceof Finding.Broken(var _, List<String> story, var _)
                        && !story.isEmpty()
                ? story.getFirst()
                : finding.sentence();
    }

    private void numbers(Html out) {
        Count reads = Count.of(account.chronicle(), true);
        Count writes = Count.of(account.chronicle(), false);
        Count all = reads.plus(writes);
        List<Long> latencies = new ArrayList<>();
        for (Chronicle.Entry entry : account.chronicle().entries())
            if (Look.of(entry.operation().result()).compareTo(Look.MISMATCH) <= 0)
                latencies.add(
                        entry.operation().completedNanos() - entry.operation().invokedNanos());
        latencies.sort(null);
        out.raw("<dl class=facts>");
        fact(out, "operations", grouped(all.all()), grouped(reads.all()) + " reads");
        fact(out, "answered", percent(all.answered()), grouped(all.ok()) + " ok");
        fact(out, "unknown", grouped(all.unknown()), grouped(all.refused()) + " refused");
        fact(out, "median", millis(Series.at(latencies, 0.5)), "");
        fact(out, "99 %", millis(Series.at(latencies, 0.99)), "");
        fact(out, "faults", grouped(account.bands().size()), "");
        fact(out, "served again after", served(), "");
        fact(out, "seed", Long.toString(facts.settings().seed()), facts.workload());
        out.raw("</dl>");
    }

    private String served() {
        return account.healedNanos() == 0
                ? "–"
                : String.format(
                        Locale.ROOT,
                        "%.2f s",
                        (account.servedNanos() - account.healedNanos()) / 1e9);
    }

    private static void fact(Html out, String name, String value, String more) {
        out.raw("<div>").element("dt", name).raw("<dd>").text(value);
        if (!more.isEmpty()) out.raw(" ").element("small", more);
        out.raw("</dd></div>");
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String millis(double value) {
        return value < 0 ? "–" : String.format(Locale.ROOT, "%.1f ms", value);
    }

    private void story(Html out, Finding.Broken broken) {
        out.raw("<h2 id=story>What cannot be</h2><p class=lead>");
        out.text("The smallest part of the run that breaks " + broken.law() + ", in words");
        out.raw(example.isPresent() ? " and as a picture.</p>" : ".</p>");
        out.raw("<div class=card><ol class=story>");
        List<String> told = broken.story();
        for (int i = 0; i < Math.min(told.size(), MAX_TOLD); i++) {
            String style =
                    i == 0 ? " class=first" : told.get(i).startsWith("  ") ? " class=deed" : "";
            out.raw("<li" + style + ">")
                    .text(Html.shortened(told.get(i).strip(), LONGEST))
                    .raw("</li>");
        }
        if (told.size() > MAX_TOLD) out.form("<li>… and %d more</li>", told.size() - MAX_TOLD);
        out.raw("</ol>");
        if (example.isPresent()) picture(out, example.get());
        out.raw("</div>");
    }

    private void picture(Html out, Counterexample why) {
        Story story = new Story(why);
        out.raw("<div class=scroll tabindex=0>" + story.svg() + "</div>");
        if (!story.isWhole(why))
            out.form(
                    "<p class=muted>The last %d of %d operations are drawn.</p>",
                    Story.MAX_DRAWN, why.operations().size());
        out.raw("<ul class=legend><li>")
                .raw(swatch("bar write") + "write</li><li>")
                .raw(swatch("bar read") + "read</li><li>" + swatch("bar open"))
                .raw("? outcome unknown, may take effect at any time</li><li>")
                .raw(swatch("bar culprit") + "✗ has no place in any order</li></ul>");
        out.raw(
                        "<details><summary>The same as a table, with times</summary><div class=tall tabindex=0><table>")
                .raw("<thead><tr><th scope=col>process<th scope=col>operation<th scope=col>outcome")
                .raw("<th scope=col>began<th scope=col>ended</tr></thead><tbody>");
        List<Operation> operations = why.operations();
        for (Operation o : operations.subList(0, Math.min(operations.size(), MAX_TOLD)))
            row(out, o, strong.get(o.index()).operation());
        out.raw("</tbody></table></div></details>");
    }

    private static void row(Html out, Operation o, io.capstan.sim.workload.Operation timed) {
        out.raw("<tr><td>").text(o.process().toString()).raw("<td>");
        out.text(Html.shortened(o.deed(), LONGEST)).raw("<td>").text(o.outcome().label());
        out.form(
                "<td>%.6f s<td>%.6f s</tr>",
                timed.invokedNanos() / 1e9, TimeLine.endOf(timed) / 1e9);
    }

    private static String swatch(String style) {
        return "<svg viewBox='0 0 22 13' aria-hidden=true><rect class='"
                + style
                + "' x=1 y=1 width=20 height=11 rx=2 /></svg>";
    }

    /// Where the time line opens: around the counter-example.
    private Optional<Sample.Focus> focus() {
        if (example.isEmpty() || example.get().operations().isEmpty()) return Optional.empty();
        long from = Long.MAX_VALUE;
        long until = 0;
        String key = "";
        for (Operation o : example.get().operations()) {
            io.capstan.sim.workload.Operation timed = strong.get(o.index()).operation();
            from = Math.min(from, timed.invokedNanos());
            until = Math.max(until, TimeLine.endOf(timed));
            key = timed.key();
        }
        long margin = Math.max(2_000_000, (until - from) / 12);
        return Optional.of(new Sample.Focus(key, Math.max(0, from - margin), until + margin));
    }

    private void timeLine(Html out, int nodes, int clients) {
        out.raw(
                        "<h2 id=time>The run</h2><p class=lead>Above, the nodes and what was done to them; below,")
                .raw(
                        " a row for each client. A column shows how the operations ended that ended then;")
                .raw(
                        " a thin line, that the client waited.</p><div class=card><div class=scroll tabindex=0>")
                .raw(new TimeLine(account, nodes, clients).svg())
                .raw("</div>");
        legend(out);
        out.raw("</div>");
    }

    private static void legend(Html out) {
        out.raw("<ul class=legend>");
        for (Look look : Look.values())
            out.raw("<li>" + swatch(look.style()) + look.sign() + " " + look.word() + "</li>");
        out.raw("<li>" + swatch("block process") + "fault of a process</li>");
        out.raw("<li>" + swatch("block network") + "fault of links</li></ul>");
    }

    private void explorer(Html out, Sample.Data data) {
        int all = account.chronicle().entries().size();
        String share =
                data.operations() < all
                        ? grouped(data.operations())
                                + " of "
                                + grouped(all)
                                + " operations are here."
                        : "All " + grouped(all) + " operations are here.";
        out.raw("<div id=explorer class=card hidden><div class=controls>")
                .raw("<button data-do=left aria-label='Earlier'>←</button>")
                .raw("<button data-do=right aria-label='Later'>→</button>")
                .raw("<button data-do=in aria-label='Zoom in'>+</button>")
                .raw("<button data-do=out aria-label='Zoom out'>−</button>")
                .raw("<button data-do=all>whole run</button>");
        if (focus().isPresent()) out.raw("<button data-do=bad>counter-example</button>");
        out.raw("<label>key <select id=key><option value=-1>all</option></select></label>")
                .raw("<span id=range class=muted aria-live=polite></span></div>")
                .raw("<div id=stage class=scroll tabindex=0 role=group")
                .raw(
                        " aria-label='Operations; arrow keys move and choose, plus and minus zoom'></div>")
                .raw(
                        "<p id=picked class=muted aria-live=polite>Choose an operation: click it, or focus")
                .raw(
                        " the picture and use <kbd>↓</kbd> <kbd>↑</kbd>; <kbd>←</kbd> <kbd>→</kbd> move,")
                .raw(" <kbd>+</kbd> <kbd>−</kbd> zoom. ")
                .text(share)
                .raw("</p><details id=inview><summary>The operations in view as a table</summary>")
                .raw("<div id=rows class=tall tabindex=0></div></details></div>");
    }

    private void plots(Html out) {
        Axis axis = TimeLine.axis(account);
        Plots plots = new Plots(Series.of(account.chronicle(), axis), axis, account.bands());
        out.raw(
                        "<h2 id=plots>Rate and latency</h2><p class=lead>Operations a second by outcome, and how")
                .raw(" long those took that were answered. Pale columns are faults.</p>")
                .raw("<div class=card><div class=scroll tabindex=0>" + plots.rate() + "</div>");
        legend(out);
        out.raw("</div><div class=card><div class=scroll tabindex=0>" + plots.latency() + "</div>")
                .raw(
                        "<ul class=legend><li>"
                                + stroke("median")
                                + "median</li><li>"
                                + stroke("high"))
                .raw("99th percentile</li><li>" + stroke("most") + "longest</li></ul>")
                .raw("<details><summary>Both as a table</summary><div class=tall tabindex=0>")
                .raw(plots.table() + "</div></details></div>");
    }

    private static String stroke(String style) {
        return "<svg viewBox='0 0 22 13' aria-hidden=true><path class='line "
                + style
                + "' d='M1 7h20'/></svg>";
    }

    private void outcomes(Html out) {
        out.raw("<h2>Outcomes</h2><div class=card><table><thead><tr><th scope=col>");
        for (Look look : Look.values())
            out.raw("<th scope=col class=n>").text(look.sign() + " " + look.word());
        out.raw("<th scope=col class=n>all</tr></thead><tbody>");
        count(out, "reads", Count.of(account.chronicle(), true));
        count(out, "writes", Count.of(account.chronicle(), false));
        out.raw("</tbody></table>");
        Map<String, Integer> reasons = new TreeMap<>();
        for (Chronicle.Entry entry : account.chronicle().entries())
            if (!entry.reason().isEmpty())
                reasons.merge(Html.shortened(entry.reason(), 200), 1, Integer::sum);
        if (!reasons.isEmpty()) reasons(out, reasons);
        out.raw("</div>");
    }

    private static void count(Html out, String name, Count count) {
        out.raw("<tr><th scope=row>").text(name);
        for (Look look : Look.values())
            out.raw("<td class=n>").text(grouped(Plots.of(count, look)));
        out.raw("<td class=n>").text(grouped(count.all())).raw("</tr>");
    }

    private static void reasons(Html out, Map<String, Integer> reasons) {
        out.raw(
                        "<details><summary>What clients were told where an operation did not succeed</summary>")
                .raw("<table><tbody>");
        reasons.entrySet().stream()
                .sorted((a, b) -> Integer.compare(b.getValue(), a.getValue()))
                .limit(MAX_REASONS)
                .forEach(e ->
                        out.raw("<tr><td class=n>")
                                .text(grouped(e.getValue()))
                                .raw("<td>")
                                .text(e.getKey())
                                .raw("</tr>"));
        out.raw("</tbody></table></details>");
    }

    private void faults(Html out) {
        out.raw(
                "<h2 id=faults>Faults</h2><p class=lead>What was done, to whom, and what of it was felt.</p>");
        out.raw(
                        "<div class=card><div class=tall tabindex=0><table><thead><tr><th scope=col class=n>at<th scope=col class=n>for")
                .raw("<th scope=col>what<th scope=col>felt</tr></thead><tbody>");
        List<Band> bands = account.bands();
        for (Band band : bands.subList(0, Math.min(bands.size(), MAX_FAULT_ROWS)))
            out.form(
                            "<tr><td class=n>%.2f s<td class=n>%.2f s<td>",
                            band.fromNanos() / 1e9, (band.untilNanos() - band.fromNanos()) / 1e9)
                    .text(band.words())
                    .raw("<td>")
                    .text(band.felt())
                    .raw("</tr>");
        out.raw("</tbody></table></div>");
        if (bands.isEmpty()) out.raw("<p class=muted>None was asked for.</p>");
        out.raw("</div>");
    }

    private void reproduce(Html out) {
        out.raw(
                        "<h2 id=again>Run it again</h2><p class=lead>The seed decides faults and operations. Real")
                .raw(
                        " machines add their own timing, so a run is repeated in kind, not to the bit.</p>")
                .raw("<div class=card><pre id=command>")
                .text(Html.shortened(facts.command(), LONGEST))
                .raw("</pre><button id=copy hidden>copy</button><p>")
                .text(facts.version() + "; begun " + facts.began())
                .raw("</p><h3>What the table promises</h3><pre>")
                .text(facts.card())
                .raw("</pre></div>");
    }
}
