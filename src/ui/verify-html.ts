import { countProofs, type Proof, type ProofCounts, type ProvenSection, type VerifyReport } from "../domain/proof.ts";
import { markup } from "./markup.ts";
import { seconds } from "./verify-page.ts";
import { VERIFY_STYLE } from "./verify-style.ts";

/** How an HTML report of avb's begins: by this it is known again. */
export const HTML_BEGINS = '<!doctype html>\n<html lang="en" data-made-by="avb dev verify">';

/** No script and nothing from elsewhere: the page's own policy says so too. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const WORDS = { held: "holds", broken: "broken", skipped: "skipped" } as const;

/** The report as one page that needs nothing else, readable without a script; what is shown goes by outcome. */
export function htmlReport(report: VerifyReport): string {
  const { sections, checkout, mode, slot, atMs, ms } = report;
  const when = new Date(atMs).toISOString();
  return `${HTML_BEGINS}
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${markup(checkout)}: what avb verified</title>
<link rel="icon" href="data:,">
<style>${VERIFY_STYLE}</style>
</head>
<body>
<main>
<h1>What holds of ${markup(checkout)}</h1>
<p class="soft">mode ${markup(mode)}, slot ${slot}, <time datetime="${when}">${when}</time>, ${seconds(ms)}</p>
${verdict(report)}
${overview(report)}
${filters(report.counts)}
${sections.map(sectionPart).join("\n")}
</main>
</body>
</html>
`;
}

function verdict({ holds, counts }: VerifyReport): string {
  const { held, broken, skipped } = counts;
  const left = skipped === 0 ? "" : ` ${skipped} could not be tried here.`;
  if (holds) return `<p class="verdict held">All ${held} claims that were tried hold.${left}</p>`;
  return `<p class="verdict broken">${broken} of ${held + broken} claims do not hold.${left}</p>`;
}

function overview({ sections, counts, ms }: VerifyReport): string {
  const row = (name: string, { held, broken, skipped }: ProofCounts, time: number) =>
    `<tr><td>${name}</td>${[held, broken, skipped].map((one) => `<td class="n">${one}</td>`).join("")}<td class="n">${seconds(time)}</td></tr>`;
  const rows = sections.map(({ id, title, proofs, ms: own }) =>
    row(`<a href="#${markup(id)}">${markup(title)}</a>`, countProofs(proofs), own),
  );
  const heads = ["Held", "Broken", "Skipped", "Time"].map((head) => `<th class="n" scope="col">${head}</th>`).join("");
  return `<table><thead><tr><th scope="col">Section</th>${heads}</tr></thead><tbody>${[...rows, row("all", counts, ms)].join("\n")}</tbody></table>`;
}

function filters({ held, broken, skipped }: ProofCounts): string {
  const choices = [
    ["all", `all ${held + broken + skipped}`],
    ["broken", `broken ${broken}`],
    ["skipped", `skipped ${skipped}`],
    ["held", `held ${held}`],
  ] as const;
  const labels = choices.map(
    ([id, text], at) =>
      `<label><input type="radio" name="show" id="show-${id}"${at === 0 ? " checked" : ""}>${text}</label>`,
  );
  return `<fieldset class="filters"><legend>Show</legend>${labels.join("")}</fieldset>`;
}

function sectionPart({ id, title, proofs, ms }: ProvenSection): string {
  const { held, broken, skipped } = countProofs(proofs);
  const counts = [`${held} held`, `${broken} broken`, `${skipped} skipped`, seconds(ms)].join(", ");
  return `<details open id="${markup(id)}"><summary><h2>${markup(title)}</h2> <small>${counts}</small></summary>
<ul>${proofs.map(proofPart).join("\n")}</ul></details>`;
}

function proofPart({ id, claim, outcome, said, fix, ms }: Proof): string {
  const lines = [
    `<div>${markup(claim)}${ms === undefined ? "" : ` <small>${seconds(ms)}</small>`}</div>`,
    ...(said === undefined ? [] : [`<div>${outcome === "broken" ? "Seen: " : ""}${markup(said)}</div>`]),
    ...(fix === undefined || outcome !== "broken" ? [] : [`<div>Fix: <code>${markup(fix)}</code></div>`]),
    `<div><small><code>${markup(id)}</code></small></div>`,
  ];
  return `<li class="${outcome}"><span class="mark">${WORDS[outcome]}</span><div>${lines.join("")}</div></li>`;
}
