import { adviceOn, type Problem } from "./advice.ts";
import { renderDocument } from "./document.ts";
import { type Html, html } from "./html.ts";

/** Says what went wrong, why, and what to do about it. */
export function renderProblemPage(problem: Problem): string {
  const { title, why, todo } = adviceOn(problem);
  const { registered = [] } = problem;
  const facts = [
    ["Asked for", problem.asked],
    ["Client", problem.clientId],
    ["Redirect URI", problem.redirectUri],
    ["Code", problem.code],
    ["Detail", problem.detail],
  ] as const;
  return renderDocument(
    { title, realm: problem.realm },
    html`<h1>${title}</h1>
<p>${why}</p>
<h2>What to do</h2>
<div class="todo">${todo}</div>
<dl class="facts">${facts.map(([name, value]) => (value ? fact(name, value) : html``))}
${registered.length === 0 ? undefined : html`<dt>Registered redirect URIs</dt><dd>${registered.map((uri) => html`<code>${uri}</code><br>`)}</dd>`}</dl>
<p class="hint"><a href="${problem.home ?? "/"}">The sandbox's first page</a></p>`,
  );
}

const fact = (name: string, value: string): Html => html`<dt>${name}</dt><dd><code>${value}</code></dd>`;
