// SPDX-License-Identifier: GPL-2.0
/*
 * How pages look. Colours are named once, for light and for dark: text has a contrast of
 * at least 4.5 on each ground that it stands on, marks of at least 3 (WCAG 2.2, AA).
 */
#include "html.h"

#define LIGHT									\
	"--ground:#fbfbfa;--panel:#fff;--sunk:#f2f2f0;--line:#d9d9d5;--text:#1d1f21;"	\
	"--quiet:#5c6166;--link:#0b57a4;--good:#1a6b34;--attention:#8a5300;--broken:#b3261e;" \
	"--good-ground:#e6f4ea;--attention-ground:#fdf1dc;--broken-ground:#fce8e6;"	\
	"--shadow:0 6px 24px rgb(0 0 0/.16);"						\
	"--c0:#0b57a4;--c1:#9a4a00;--c2:#1a6b34;--c3:#8e3a9d;--c4:#0b6b74;--c5:#b02a5b;" \
	"--c6:#5b5fc7;--c7:#6b5d00;"
#define DARK									\
	"--ground:#16181a;--panel:#1e2124;--sunk:#25292d;--line:#3a3f45;--text:#e6e7e8;" \
	"--quiet:#a5abb2;--link:#86b7f0;--good:#7fce97;--attention:#f0b65a;--broken:#f5948c;" \
	"--good-ground:#1b3324;--attention-ground:#3a2c12;--broken-ground:#43211f;"	\
	"--shadow:0 6px 24px rgb(0 0 0/.6);"						\
	"--c0:#86b7f0;--c1:#f0a868;--c2:#7fce97;--c3:#d79be3;--c4:#6fcdd6;--c5:#f29bbb;" \
	"--c6:#aeb1f5;--c7:#d6c45a;"

const char ia_html_style[] =
	":root{color-scheme:light dark;" LIGHT "}\n"
	"@media (prefers-color-scheme:dark){:root{" DARK "}}\n"
	"*{box-sizing:border-box}\n"
	"html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}\n"
	"body{margin:0 auto;padding:0 1.25rem 4rem;max-width:82rem;background:var(--ground);"
	"color:var(--text);font:1rem/1.55 system-ui,-apple-system,\"Segoe UI\",Roboto,"
	"\"Liberation Sans\",\"Noto Sans\",sans-serif;overflow-wrap:anywhere}\n"
	"h1{font-size:1.7rem;line-height:1.25;font-weight:650;letter-spacing:-.01em;"
	"margin:2rem 0 .25rem}\n"
	"h2{font-size:1.25rem;line-height:1.3;font-weight:650;margin:0 0 .75rem}\n"
	"h3{font-size:1.02rem;font-weight:650;margin:1.5rem 0 .4rem}\n"
	"p{margin:.4rem 0;max-width:46rem}\n"
	"ul,ol{margin:.4rem 0;padding-left:1.4rem}\n"
	"a{color:var(--link);text-underline-offset:.15em}\n"
	"code,.address{font-family:ui-monospace,\"SF Mono\",Menlo,Consolas,\"Liberation Mono\","
	"monospace;font-size:.92em}\n"
	"code{background:var(--sunk);border-radius:.25rem;padding:.08em .3em}\n"
	"section{margin:2.75rem 0 0;scroll-margin-top:1rem}\n"
	":focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:.25rem}\n"
	".skip{position:absolute;left:-99rem}\n"
	".skip:focus{position:static;display:inline-block;margin-top:.5rem}\n"
	".quiet{color:var(--quiet)}\n"
	".good{color:var(--good)}.attention{color:var(--attention)}.broken{color:var(--broken)}\n"
	".unseen{border-left:3px solid var(--attention);background:var(--attention-ground);"
	"padding:.5rem .8rem;border-radius:0 .35rem .35rem 0}\n"
	"nav ul{list-style:none;margin:1.25rem 0 0;padding:.5rem 0;display:flex;flex-wrap:wrap;"
	"gap:.2rem 1.25rem;border-block:1px solid var(--line)}\n"
	"nav a{text-decoration:none}nav a:hover{text-decoration:underline}\n"
	"dl{display:grid;grid-template-columns:minmax(6.5rem,max-content) minmax(0,1fr);"
	"gap:.3rem 1.25rem;margin:.75rem 0}\n"
	"dt{color:var(--quiet)}dd{margin:0;max-width:46rem}\n"
	".wide{overflow-x:auto;border:1px solid var(--line);border-radius:.5rem;"
	"background:var(--panel);margin:.75rem 0}\n"
	"table{border-collapse:collapse;width:100%;font-size:.92rem;"
	"font-variant-numeric:tabular-nums;overflow-wrap:normal}\n"
	"caption{text-align:left;color:var(--quiet);padding:.55rem .8rem;font-size:.92rem}\n"
	"th,td{text-align:left;vertical-align:top;padding:.4rem .8rem;"
	"border-top:1px solid var(--line)}\n"
	"th{font-weight:inherit}\n"
	"thead th{color:var(--quiet);font-size:.85rem;background:var(--sunk);white-space:nowrap}\n"
	".number{text-align:right}\n"
	"svg{max-width:100%;height:auto;display:block}\n"
	"svg text{fill:var(--text);font-size:12px}\n"
	"footer{margin-top:3rem;padding-top:.75rem;border-top:1px solid var(--line);"
	"color:var(--quiet);font-size:.9rem}\n"
	/* the tree */
	".tree{border:1px solid var(--line);border-radius:.5rem;background:var(--panel);"
	"padding:.35rem .6rem .6rem;margin:.75rem 0;font-size:.92rem}\n"
	".tree ul{list-style:none;margin:0;padding:0}\n"
	".tree ul ul{padding-left:1.25rem;margin-left:.55rem;border-left:1px solid var(--line)}\n"
	".tree ul ul.flat{padding-left:0;margin-left:0}\n"
	".tree li{position:relative}\n"
	".row{display:grid;grid-template-columns:minmax(0,1fr) 7.5rem 6.5rem 8rem;gap:0 1rem;"
	"align-items:baseline;padding:.22rem .45rem;border-radius:.3rem;cursor:default}\n"
	".row:hover,.row:focus{background:var(--sunk)}\n"
	".heads{color:var(--quiet);font-size:.85rem}.heads:hover{background:none}\n"
	".bus{margin:.6rem 0 0}.bus h3{display:inline;margin:0;font-size:.98rem}\n"
	".bus summary{padding:.25rem .45rem;border-radius:.3rem;cursor:pointer}\n"
	".numa{font-weight:400;color:var(--quiet);margin-left:.75rem}\n"
	".address{white-space:nowrap}.who .address{font-weight:600;margin-right:.15rem}\n"
	".known{margin-left:.6rem;color:var(--link)}\n"
	".acs,.mark{margin-left:.6rem;font-size:.85em;color:var(--quiet)}\n"
	".mark{border:1px dashed currentColor;border-radius:.3rem;padding:.02em .4em;"
	"white-space:nowrap;color:var(--attention)}\n"
	".grp{white-space:nowrap}\n"
	".k0{--k:var(--c0)}.k1{--k:var(--c1)}.k2{--k:var(--c2)}.k3{--k:var(--c3)}"
	".k4{--k:var(--c4)}.k5{--k:var(--c5)}.k6{--k:var(--c6)}.k7{--k:var(--c7)}\n"
	".grp[class*=k]{color:var(--k);font-weight:600}\n"
	".frame{border:1.5px solid var(--k);border-radius:.4rem;margin:.15rem 0}\n"
	".frame.again{border-top:0;border-top-left-radius:0;border-top-right-radius:0;margin-top:0}\n"
	".frame.more{border-bottom:0;border-bottom-left-radius:0;border-bottom-right-radius:0;"
	"margin-bottom:0}\n"
	".why{position:absolute;z-index:2;left:1.5rem;right:0;max-width:46rem;visibility:hidden;"
	"opacity:0;transition:opacity .12s .18s,visibility 0s .18s;background:var(--panel);"
	"border:1px solid var(--line);border-radius:.5rem;box-shadow:var(--shadow);"
	"padding:.7rem .9rem}\n"
	".row:hover+.why,.row:focus+.why,.why:hover{visibility:visible;opacity:1}\n"
	".row:focus+.why{transition-delay:0s}\n"
	".why p{margin:.1rem 0}.why dl{margin:.5rem 0;font-size:.95em}\n"
	"@media (max-width:50rem){.row{grid-template-columns:auto auto minmax(0,1fr)}"
	".who{grid-column:1/-1}.heads{display:none}.tree ul ul{padding-left:.6rem}"
	".why{left:0}}\n"
	"@media (max-width:40rem){body{padding-inline:.9rem}h1{font-size:1.4rem;margin-top:1.25rem}"
	"dl{grid-template-columns:minmax(0,1fr);gap:0}dd{margin-bottom:.5rem}}\n"
	"@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}"
	"*{transition:none!important}}\n"
	"@media print{:root{color-scheme:light;" LIGHT "--ground:#fff}"
	"body{max-width:none;padding:0;font-size:9.5pt}nav,.skip{display:none}"
	".wide{overflow:visible}h2,h3{break-after:avoid}tr,li{break-inside:avoid}"
	"*{box-shadow:none!important}}\n";
