/** Colours by purpose; every pair that carries text has a contrast of at least 4.5 in both schemes. */
const COLOURS = `
:root{color-scheme:light dark;--page:#f4f2ee;--card:#fffefb;--raised:#faf8f3;--ink:#1c2226;--quiet:#5a6268;--line:#dfdad0;
--accent:#0a6460;--on-accent:#fff;--tint:#e3f0ed;--warn-ink:#7a4b05;--warn:#fbf0d9;--warn-line:#ecd6a6;--bad-ink:#9c1f1f;--bad:#fbeae7}
@media (prefers-color-scheme:dark){:root{--page:#12171a;--card:#1a2125;--raised:#20282c;--ink:#e8ebea;--quiet:#a3afb3;--line:#333d42;
--accent:#7fd1c7;--on-accent:#0c211f;--tint:#1d3533;--warn-ink:#f0cf8e;--warn:#2c2618;--warn-line:#55482a;--bad-ink:#ffb4aa;--bad:#3a2220}}`;

const FRAME = `
*{box-sizing:border-box}
body{margin:0;min-height:100vh;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
.band{display:flex;gap:.6rem;align-items:baseline;justify-content:center;margin:0;padding:.6rem 1rem;background:var(--warn);color:var(--warn-ink);
border-bottom:1px solid var(--warn-line);font-size:.875rem;text-align:center}
main{max-width:27rem;margin:clamp(1rem,5vh,3.5rem) auto 0;padding:0 1rem}
main.wide{max-width:56rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:clamp(1.1rem,4vw,2.25rem);box-shadow:0 1px 2px #0000000d,0 12px 32px -12px #0000001f}
h1{margin:0;text-wrap:balance;font-size:1.6rem;line-height:1.25;letter-spacing:-.015em;font-weight:650}
h2{margin:1.75rem 0 .6rem;font-size:1rem;font-weight:650}
p{margin:.75rem 0}
.lead{margin:.35rem 0 1.5rem;color:var(--quiet)}
footer{margin:1rem 1rem 2rem;color:var(--quiet);font-size:.8125rem;text-align:center}
a{color:var(--accent)}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{margin:.75rem 0;padding:.75rem .9rem;border-radius:.6rem;background:var(--raised);border:1px solid var(--line);white-space:pre-wrap}
.note{padding:.7rem .9rem;border-radius:.6rem;background:var(--warn);color:var(--warn-ink);border-left:4px solid currentColor}
h3{margin:1.1rem 0 .4rem;font-size:.9375rem;font-weight:650}
table{width:100%;border-collapse:collapse;font-size:.9375rem}
th,td{padding:.35rem .5rem .35rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:baseline;font-weight:400}
thead th,tfoot th{color:var(--quiet);font-size:.8125rem}
tfoot tr:last-child>*{font-weight:650}
.amount{text-align:right;font-variant-numeric:tabular-nums}
td.amount:last-child,th.amount:last-child{padding-right:0}
ul,ol{margin:.4rem 0;padding:0;list-style:none}
.todo p{margin:.5rem 0}
.hint{margin:1rem 0 0;color:var(--quiet);font-size:.8125rem}
.hint code{white-space:nowrap}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}`;

const FORMS = `
label{display:block;margin:.9rem 0 .3rem;font-size:.875rem;font-weight:600}
input{width:100%;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--quiet);border-radius:.6rem;background:var(--card);color:var(--ink);font:inherit}
input.code{font:1.4rem/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.12em;text-align:center;text-transform:uppercase}
button{min-height:2.75rem;font:inherit;cursor:pointer}
.primary,.secondary{width:100%;margin-top:1.1rem;padding:.55rem 1rem;border-radius:.6rem;border:1px solid var(--accent);font-weight:600}
.primary{background:var(--accent);color:var(--on-accent)}
.secondary{margin-top:.6rem;background:none;color:var(--accent)}
.error{margin:0 0 1rem;padding:.7rem .9rem;border-radius:.6rem;background:var(--bad);color:var(--bad-ink);border-left:4px solid currentColor}
.error:empty{display:none}
.shown{display:block;padding:.8rem;border-radius:.6rem;background:var(--tint);color:var(--accent);font:600 1.6rem/1.3 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;
letter-spacing:.12em;text-align:center}
.facts{margin:1.25rem 0 0;font-size:.9375rem}
.facts dt{color:var(--quiet);font-size:.8125rem}
.facts dd{margin:0 0 .6rem}`;

const PICKER = `
.ways{display:grid;gap:2rem}
@media (min-width:48rem){.ways{grid-template-columns:minmax(0,1.45fr) minmax(0,1fr);gap:2.5rem}
.typed h2{margin-top:0}.typed{border-left:1px solid var(--line);padding-left:2.5rem}}
.tenant{margin:0 0 1.1rem;padding:0;border:0;min-width:0}
.tenant legend{padding:0;margin-bottom:.4rem;color:var(--quiet);font-size:.8125rem}
.people{display:grid;gap:.4rem}
.person{display:flex;gap:.75rem;align-items:center;width:100%;padding:.5rem .7rem;text-align:left;color:var(--ink);background:var(--raised);
border:1px solid var(--line);border-radius:.75rem}
.person:hover,.person:focus-visible{border-color:var(--accent);background:var(--tint)}
.initials{flex:none;display:grid;place-items:center;width:2.25rem;height:2.25rem;border-radius:50%;background:var(--tint);color:var(--accent);font-size:.8125rem;font-weight:700}
.person:hover .initials,.person:focus-visible .initials{background:var(--card)}
.who{flex:1;min-width:0}
.name{display:block;font-weight:600;line-height:1.3}
.mail{display:block;color:var(--quiet);font-size:.8125rem;line-height:1.4}
.roles{display:flex;flex-wrap:wrap;gap:.3rem;justify-content:flex-end;max-width:45%}
.role{padding:.05rem .45rem;border:1px solid var(--line);border-radius:1rem;background:var(--card);color:var(--quiet);font-size:.75rem;line-height:1.5}
@media (max-width:30rem){.person{flex-wrap:wrap}.roles{max-width:100%;width:100%;justify-content:flex-start;padding-left:3rem}}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}`;

/** The one stylesheet of the sandbox's pages: nothing outside, readable from 320 px on, light and dark. */
export const STYLESHEET = [COLOURS, FRAME, FORMS, PICKER].join("").replaceAll("\n", "");
