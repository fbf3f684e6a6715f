namespace Semblance.Quality.Reports;

/// <summary>The look of the page: light and dark, from a phone's width up, and on paper.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--page:#fbfaf8;--card:#fff;--ink:#1c2126;--soft:#57606a;--line:#dcdad5;--grid:#e8e6e1;--real:#3a6f9f;--synthetic:#c4601a;--positive:#b8541a;--negative:#2f6ba5;--apart:#a3195b;--good:#1d6f42;--fair:#7a5b00;--poor:#a8431c;--warning:#b0123c;--none:#5b6470}
        @media (prefers-color-scheme:dark){:root{--page:#14171a;--card:#1d2125;--ink:#e9e7e2;--soft:#a9b0b7;--line:#363c42;--grid:#2c3136;--real:#7fb2e0;--synthetic:#f0a05a;--positive:#f0a05a;--negative:#7fb2e0;--apart:#f27db0;--good:#2b7f50;--fair:#8a6a0a;--poor:#b5532b;--warning:#c2284f;--none:#646d78}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;color:var(--ink);background:var(--page);margin:0}
        main{max-width:72rem;margin:0 auto;padding:2rem clamp(1rem,4vw,2.5rem) 4rem}
        h1{font-size:clamp(1.5rem,5vw,2.1rem);line-height:1.2;margin:0 0 .3rem;letter-spacing:-.01em}
        h2{font-size:1.35rem;line-height:1.25;margin:3rem 0 .4rem;padding-top:.2rem}
        h3{font-size:1rem;margin:0;overflow-wrap:anywhere}
        p{margin:.4rem 0 .8rem;max-width:46rem}
        .note,small,figcaption,.meaning,caption{color:var(--soft);font-size:.875rem}
        nav{margin:1rem 0 0;font-size:.9rem}nav a{margin-right:1rem;display:inline-block;padding:.2rem 0}
        a{color:var(--real)}
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:1rem;margin:1.5rem 0}
        .card,figure{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem 1.1rem;margin:0;min-width:0}
        .card p{margin:.5rem 0 0;font-size:.95rem}
        .card header,.score header{display:flex;gap:.6rem;align-items:baseline;justify-content:space-between}
        .grade{border-radius:99px;color:#fff;font-size:.78rem;font-weight:600;padding:.1rem .6rem;white-space:nowrap;background:var(--none)}
        .grade.good{background:var(--good)}.grade.fair{background:var(--fair)}.grade.poor{background:var(--poor)}.grade.warning{background:var(--warning)}
        .alert{border:2px solid var(--warning);border-radius:10px;padding:.6rem 1.1rem;margin:1rem 0}
        .alert p{margin:.4rem 0}
        table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
        caption{text-align:left;padding:.3rem 0}
        th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
        thead th{color:var(--soft);font-weight:600;font-size:.82rem}
        tbody th{font-weight:600;overflow-wrap:anywhere}
        .n{text-align:right;white-space:nowrap}
        .scores{table-layout:fixed}.scores th:nth-child(1){width:26%}.scores th:nth-child(2),.scores th:nth-child(3){width:10.5%}.scores th:nth-child(4){width:136px}.scores th:nth-child(5){width:6.4rem}
        .scores small{display:block;font-weight:400}
        .scores .verdict{font-size:.9rem}
        .scores svg{width:120px;height:18px;vertical-align:middle}
        .wide{overflow-x:auto}.wide tbody th{min-width:8.5rem}
        .panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr));gap:1rem;margin:1rem 0}
        .panels.two{grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr))}
        figure header{display:flex;justify-content:space-between;gap:.6rem;align-items:baseline;margin-bottom:.5rem}
        figure svg{width:100%;height:auto;display:block}
        figcaption{margin-top:.5rem}
        details{margin-top:.4rem;font-size:.875rem}summary{cursor:pointer;color:var(--real);padding:.15rem 0}
        .key{display:inline-flex;align-items:center;gap:.35rem;margin-right:1.1rem}
        .key i{width:.85em;height:.85em;border-radius:2px;display:inline-block}
        .key .k-real{background:var(--real)}.key .k-synthetic{background:var(--synthetic)}.key .k-positive{background:var(--positive)}.key .k-negative{background:var(--negative)}.key .k-apart{background:var(--apart)}
        .real{fill:var(--real)}.synthetic{fill:var(--synthetic)}.real.area{fill-opacity:.38;stroke:var(--real);stroke-width:1}
        .real.line,.synthetic.line{fill:none;stroke-width:2.2;stroke-linejoin:round;stroke-linecap:round}.real.line{stroke:var(--real)}.synthetic.line{stroke:var(--synthetic)}
        .real.dashed{stroke-dasharray:5 4}
        .positive{fill:var(--positive)}.negative{fill:var(--negative)}.apart{fill:var(--apart)}.blank{fill:var(--grid);fill-opacity:.45}
        .hover{fill:transparent}.axis{stroke:var(--soft);stroke-width:1}.grid{stroke:var(--grid);stroke-width:1}.chance{stroke:var(--soft);stroke-width:1;stroke-dasharray:3 4}
        text{font:11.5px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:var(--ink)}text.small{font-size:9px}.end{text-anchor:end}.mid{text-anchor:middle}
        footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.8rem}
        @media (max-width:46rem){
        .wide th,.wide td{padding:.35rem .4rem}
        .scores thead{position:absolute;clip-path:inset(50%);height:1px;overflow:hidden}
        .scores tr{display:grid;grid-template-columns:1fr auto;gap:.1rem .8rem;padding:.8rem 0;border-bottom:1px solid var(--line)}
        .scores th,.scores td{border:0;padding:0}.scores tbody th:nth-child(1){width:auto}
        .scores tbody th,.scores .verdict,.scores td.v{grid-column:1/-1;max-width:none}
        .scores td.v::before{content:attr(data-label) ": ";color:var(--soft)}.scores td.v small{display:inline;margin-left:.4rem;white-space:normal}
        .scores td.gauge{grid-column:1}.scores td.g{grid-column:2;grid-row:1}.scores tbody th{grid-column:1}
        }
        @media print{
        :root{color-scheme:light;--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--grid:#ddd;--real:#3a6f9f;--synthetic:#c4601a;--positive:#b8541a;--negative:#2f6ba5;--apart:#a3195b;--good:#1d6f42;--fair:#7a5b00;--poor:#a8431c;--warning:#b0123c;--none:#5b6470}
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        body{font-size:10.5pt}main{max-width:none;padding:0}nav,details{display:none}
        h2{break-after:avoid}figure,.card,.scores tr,.alert{break-inside:avoid}
        .panels{grid-template-columns:repeat(3,1fr);gap:.5rem}.cards{grid-template-columns:repeat(2,1fr)}figure{padding:.5rem}
        .panels.two{grid-template-columns:repeat(2,1fr)}
        table{font-size:8.5pt}.note,small,figcaption,caption{font-size:8pt}h3{font-size:9.5pt}
        .scores thead th:nth-child(n),.scores tbody th{width:28%}.scores thead th:nth-child(2),.scores thead th:nth-child(3){width:12%}.scores thead th:nth-child(5){width:11%}
        .scores thead th:nth-child(6){width:37%}.scores .gauge,.scores thead th:nth-child(4){display:none}.scores td.v small{white-space:normal}.scores .verdict{font-size:8.5pt}
        }
        """;
}
