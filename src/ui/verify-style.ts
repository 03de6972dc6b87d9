/** The style of the report: system fonts, both colour schemes, texts with a contrast of at least 4.5. */
export const VERIFY_STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --back: #ffffff; --card: #f6f8fa; --line: #d0d7de;
  --held: #116329; --broken: #a40e26; --skipped: #6a4b00; --bar: #2da44e; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #a3adb8; --back: #0d1117; --card: #161b22; --line: #30363d;
  --held: #56d364; --broken: #ff8f88; --skipped: #e3b341; --bar: #2ea043; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.05rem; margin: 0; }
p { margin: .25rem 0; } .soft, small { color: var(--soft); }
.verdict { font-weight: 600; } .verdict.broken, .broken .mark { color: var(--broken); } .verdict.held, .held .mark { color: var(--held); }
.skipped .mark { color: var(--skipped); }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; } th { text-align: left; color: var(--soft); font-weight: 600; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .5rem; vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.filters { display: flex; flex-wrap: wrap; gap: .5rem; border: 0; margin: 1.5rem 0 .5rem; padding: 0; }
.filters legend { padding: 0; margin-bottom: .35rem; color: var(--soft); }
.filters label { border: 1px solid var(--line); border-radius: 2rem; padding: .3rem .9rem; background: var(--card); cursor: pointer; }
.filters input { position: absolute; opacity: 0; } .filters label:has(:checked) { border-color: var(--text); font-weight: 600; }
.filters label:has(:focus-visible) { outline: 2px solid var(--text); outline-offset: 2px; }
details { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; margin: .75rem 0; padding: .75rem 1rem; }
summary { cursor: pointer; } summary h2 { display: inline; } summary small { margin-left: .5rem; }
ul { list-style: none; margin: .75rem 0 0; padding: 0; }
li { display: grid; grid-template-columns: 5rem minmax(0, 1fr); gap: .75rem; border-top: 1px solid var(--line); padding: .4rem 0; }
td:first-child { overflow-wrap: anywhere; }
@media (max-width: 36rem) { table { font-size: .8rem; } th, td { padding: .3rem .2rem; } li { grid-template-columns: 1fr; gap: 0; } }
li div { overflow-wrap: anywhere; } .mark { font-weight: 600; }
code { font: .85em ui-monospace, monospace; overflow-wrap: anywhere; }
body:has(#show-broken:checked) li:not(.broken), body:has(#show-held:checked) li:not(.held),
body:has(#show-skipped:checked) li:not(.skipped) { display: none; }
body:has(#show-broken:checked) details:not(:has(li.broken)), body:has(#show-held:checked) details:not(:has(li.held)),
body:has(#show-skipped:checked) details:not(:has(li.skipped)) { display: none; }
`;
