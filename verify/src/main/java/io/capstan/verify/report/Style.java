package io.capstan.verify.report;

/// The page's style sheet: light and dark by what the reader's system prefers, or by the button.
final class Style {
    private static final String LIGHT =
            """
            --paper:#fbfaf8;--card:#fff;--ink:#1d2026;--soft:#5c6370;--hair:#e3e1dc;--grid:#eceae5;
            --ok:#0b6bb3;--mismatch:#7fb2dc;--refused:#b96a00;--unknown:#a3347c;--bad:#b3261e;
            --process:#6c5b8f;--network:#2f7d5b;--column-process:#6c5b8f1c;--column-network:#2f7d5b1c;
            --valid-bg:#e8f1fa;--violated-bg:#fdecea;--unknown-bg:#fbf0e2;--code:#f3f1ec;--focus:#0b6bb3;
            """;

    private static final String DARK =
            """
            --paper:#14161a;--card:#1b1e24;--ink:#e7e8ea;--soft:#a0a7b4;--hair:#2d323b;--grid:#252a32;
            --ok:#62b0ee;--mismatch:#3d6d94;--refused:#eba64a;--unknown:#e58bc4;--bad:#ff8a80;
            --process:#b6a3e0;--network:#6fcfa3;--column-process:#b6a3e01f;--column-network:#6fcfa31f;
            --valid-bg:#142536;--violated-bg:#36181a;--unknown-bg:#33260f;--code:#22262e;--focus:#62b0ee;
            """;

    private static final String RULES =
            """
            *{box-sizing:border-box}
            html{scroll-behavior:smooth}
            @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
            body{margin:0;background:var(--paper);color:var(--ink);
              font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
            main,header,footer{max-width:1240px;margin:0 auto;padding:0 28px}
            header{display:flex;align-items:center;gap:22px;padding-top:22px;flex-wrap:wrap}
            header b{font-size:17px;letter-spacing:.01em}
            nav{display:flex;gap:16px;flex-wrap:wrap;margin-left:auto;align-items:center}
            nav a{color:var(--soft);text-decoration:none}
            nav a:hover{color:var(--ink);text-decoration:underline}
            h1{font-size:34px;line-height:1.15;margin:0;letter-spacing:-.02em}
            h2{font-size:19px;margin:44px 0 4px;letter-spacing:-.01em}
            h2+p.lead{margin-top:0}
            p.lead{color:var(--soft);margin:0 0 14px;max-width:78ch}
            a:focus-visible,button:focus-visible,select:focus-visible,summary:focus-visible,
            [tabindex]:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
            .verdict{display:grid;grid-template-columns:auto 1fr;gap:6px 22px;align-items:center;
              border-radius:14px;padding:24px 28px;margin:20px 0 18px;border:1px solid var(--hair)}
            .verdict svg{width:58px;height:58px;grid-row:span 2}
            .verdict p{margin:0;font-size:17px;max-width:84ch}
            .verdict.valid{background:var(--valid-bg);color:var(--ink)} .verdict.valid svg{color:var(--ok)}
            .verdict.violated{background:var(--violated-bg)} .verdict.violated svg{color:var(--bad)}
            .verdict.unknown{background:var(--unknown-bg)} .verdict.unknown svg{color:var(--refused)}
            .facts{display:grid;grid-template-columns:repeat(4,1fr);gap:1px;
              background:var(--hair);border:1px solid var(--hair);border-radius:12px;overflow:hidden;margin:0}
            .facts div{background:var(--card);padding:12px 16px}
            .facts dt{color:var(--soft);font-size:12.5px}
            .facts dd{margin:2px 0 0;font-size:20px;font-variant-numeric:tabular-nums;letter-spacing:-.01em}
            .facts dd small{font-size:13px;color:var(--soft);letter-spacing:0}
            @media (max-width:760px){.facts{grid-template-columns:repeat(2,1fr)} main,header,footer{padding-left:16px;padding-right:16px}
              h1{font-size:26px} .verdict{padding:18px 18px;gap:6px 14px} .verdict svg{width:42px;height:42px}}
            .card{background:var(--card);border:1px solid var(--hair);border-radius:12px;padding:18px 20px;margin:0 0 14px}
            .scroll{overflow-x:auto} .scroll>svg{min-width:860px}
            pre,code,kbd{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:13px}
            pre{background:var(--code);border-radius:9px;padding:13px 15px;margin:0 0 10px;white-space:pre-wrap;overflow-wrap:anywhere}
            kbd{border:1px solid var(--hair);border-bottom-width:2px;border-radius:5px;padding:0 6px;background:var(--code)}
            .story{font-size:16px;margin:0 0 14px;padding:0;list-style:none;max-width:94ch}
            .story li{margin:4px 0} .story li.first{font-weight:650;font-size:17.5px;margin-bottom:10px}
            .story li.deed{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:13px;white-space:pre-wrap}
            table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:13.5px}
            th,td{text-align:left;padding:6px 12px 6px 0;border-bottom:1px solid var(--hair);vertical-align:top;overflow-wrap:anywhere}
            th{color:var(--soft);font-weight:600} td.n,th.n{text-align:right}
            details{margin:6px 0 0} summary{cursor:pointer;color:var(--soft)} details>*:not(summary){margin-top:10px}
            details .tall{max-height:380px;overflow:auto}
            .legend{display:flex;flex-wrap:wrap;gap:6px 20px;font-size:13px;color:var(--soft);margin:10px 0 0;padding:0;list-style:none}
            .legend svg{width:22px;height:13px;vertical-align:-2px;margin-right:7px}
            svg.plot{display:block;width:100%;height:auto;font:11px system-ui,sans-serif}
            svg text{fill:var(--ink)} svg .tick,svg .level,svg .lane,svg .head,svg .marked{fill:var(--soft)}
            svg .tick{text-anchor:middle} svg .level,svg .lane{text-anchor:end} svg .marked{text-anchor:end}
            svg .head{font-weight:600}
            svg .grid{stroke:var(--grid);stroke-width:1} svg .rule{stroke:var(--hair)}
            svg .mark{stroke:var(--soft);stroke-width:1.4;stroke-dasharray:5 3}
            .ok{fill:var(--ok)} .mismatch{fill:var(--mismatch)} .refused{fill:url(#hatch)} .unknown{fill:url(#dots)}
            .waiting{fill:var(--hair)}
            .block.process{fill:var(--process)} .block.network{fill:url(#bars)}
            .column.process{fill:var(--column-process)} .column.network{fill:var(--column-network)}
            svg .inblock{fill:var(--card);font-size:9.5px;font-weight:650;paint-order:stroke}
            .block.network+title+.inblock,g .block.network~.inblock{fill:var(--ink);stroke:var(--card);stroke-width:3px}
            .line{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round;stroke:var(--ink)}
            .line.median{stroke:var(--ok);stroke-width:2.4} .line.high{stroke:var(--refused);stroke-dasharray:7 4}
            .line.most{stroke:var(--unknown);stroke-dasharray:1.5 4}
            .op{stroke:var(--card);stroke-width:.6} .op.refused{stroke:var(--refused);stroke-width:1}
            .op.unknown{stroke:var(--unknown);stroke-width:1} .op.picked{stroke:var(--ink);stroke-width:2.2}
            .told{font-size:10.5px;stroke:var(--card);stroke-width:3px;paint-order:stroke}
            svg text.on{fill:var(--card);font-weight:600;stroke:none}
            .bar{fill:var(--mismatch);stroke:var(--ok);stroke-width:1.2} .bar.write{fill:var(--ok)}
            .bar.open{fill:url(#dots);stroke:var(--unknown);stroke-dasharray:5 3}
            .bar.culprit{fill:var(--violated-bg);stroke:var(--bad);stroke-width:2.6}
            svg .cross{fill:var(--bad);font-weight:700;font-size:12px}
            .controls{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:0 0 10px}
            button,select{font:inherit;font-size:13.5px;color:var(--ink);background:var(--code);border:1px solid var(--hair);
              border-radius:8px;padding:5px 12px;cursor:pointer;min-height:32px;max-width:100%}
            button:hover{border-color:var(--soft)} #picked{min-height:44px;margin:10px 0 0;font-size:14px}
            .muted{color:var(--soft)} footer{color:var(--soft);padding:40px 28px 60px;font-size:13px}
            .hidden{position:absolute;width:0;height:0;overflow:hidden}
            @media print{nav,.controls{display:none} body{background:#fff}}
            """;

    private Style() {}

    static String sheet() {
        return ":root{color-scheme:light dark;"
                + LIGHT
                + "}@media (prefers-color-scheme:dark){:root:not([data-theme=light]){"
                + DARK
                + "}}:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark;"
                + DARK
                + "}"
                + RULES;
    }

    /// Fills that tell outcomes apart without colour; every picture of the page refers to them.
    static String patterns() {
        return """
        <svg class=hidden aria-hidden=true><defs>
        <pattern id=hatch width=5 height=5 patternUnits=userSpaceOnUse patternTransform='rotate(45)'>
        <rect width=5 height=5 style='fill:var(--card)'/><rect width=2.6 height=5 style='fill:var(--refused)'/></pattern>
        <pattern id=dots width=4 height=4 patternUnits=userSpaceOnUse>
        <rect width=4 height=4 style='fill:var(--card)'/><circle cx=2 cy=2 r=1.35 style='fill:var(--unknown)'/></pattern>
        <pattern id=bars width=4 height=4 patternUnits=userSpaceOnUse>
        <rect width=4 height=4 style='fill:var(--card)'/><rect width=4 height=2 style='fill:var(--network)'/></pattern>
        </defs></svg>
        """;
    }
}
