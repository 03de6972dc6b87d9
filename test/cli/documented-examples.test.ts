import { afterAll, beforeAll, expect, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";
import type { DocCommand } from "../support/doc-commands.ts";
import { ENDS_WITH, EXAMPLES_NOT_RUN } from "../support/doc-exceptions.ts";
import { type DocMachine, docMachine } from "../support/doc-machine.ts";
import { isOfContainers, PAGES, pageExamples, runnable, wantsEngine } from "../support/doc-pages.ts";
import { needs } from "../support/needs.ts";

const claimed = await claimThisSlot("1");
afterAll(() => claimed.release());

const examples = pageExamples();
const isLeftOut = (one: DocCommand) =>
  isOfContainers(one) || Object.keys(EXAMPLES_NOT_RUN).some((start) => one.command.startsWith(start));
/** What other pages have word by word is typed, and its status looked at, by documentation.test.ts. */
const onPages = new Set(PAGES.flatMap(runnable).flatMap((block) => block.map(({ command }) => command)));

const typed = (command: string): DocCommand => ({ place: "between", command });

const KEY_FILE =
  'const { privateKey } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 }); fs.writeFileSync("app.pem", privateKey.export({ type: "pkcs1", format: "pem" }))';

/** What is typed before and after an example, so that it meets what it speaks of and leaves the others a stack that runs. */
const AROUND: readonly (readonly [example: RegExp, before: readonly string[], after: readonly string[]])[] = [
  [/^avb init/, [], ["rm -f .devenvrc"]],
  [/^avb dev (down|reset)/, [], ["avb dev up"]],
  [/^avb secrets (get|rm jwt$|check jwt|export jwt)/, ["head -c 48 /dev/urandom | base64 | avb secrets set jwt"], []],
  [/^avb secrets import \.env/, ["touch .env"], []],
  [/^avb secrets import credentials/, [`echo '{"jira": {"email": "bot@example.com"}}' > credentials.json`], []],
  [/^avb secrets set google/, [`echo '{"client_secret": "a0b1c2d3e4f5g6h7i8j9k0l1"}' > client.json`], []],
  [/^avb secrets set github/, [`node -e '${KEY_FILE}'`], []],
  [
    /^avb dev policies lint deploy/,
    [
      `mkdir -p deploy/vault && echo 'path "secret/data/reports" { capabilities = ["read"] }' > deploy/vault/reports.hcl`,
    ],
    [],
  ],
  // What an example before it has exported is found.
  [/^avb secrets scan$/, ["rm -f .env.credentials"], []],
  [/^avb dev render .*--check/, ["avb dev render --mode live --out deploy"], []],
];

function inPlace(example: DocCommand): readonly DocCommand[] {
  const [, before = [], after = []] = AROUND.find(([pattern]) => pattern.test(example.command)) ?? [];
  return [...before.map(typed), example, ...after.map(typed)];
}

let machine: DocMachine;
beforeAll(async () => {
  machine = await docMachine(1);
});
afterAll(() => machine.close());

/** Some seventy starts, on a machine that others use too. */
const DEADLINE_MS = 300_000;

async function failing(commands: readonly DocCommand[]) {
  const runs = await machine.run(commands.flatMap(inPlace));
  return runs.filter(({ command, status }) => status !== (ENDS_WITH[command]?.[0] ?? 0));
}

needs(["bash", "curl"], "every example of the commands page", () => {
  test("works on a stack that runs", { timeout: DEADLINE_MS }, async () => {
    const theirs = examples.filter((one) => !wantsEngine(one) && !isLeftOut(one) && !onPages.has(one.command));
    expect(theirs.length).toBeGreaterThan(50);
    expect(await failing([typed("avb dev up"), ...theirs])).toEqual([]);
  });
});

needs(["bash", "engine"], "every example of the commands page that needs a container engine", () => {
  test("works", async () => {
    const theirs = examples.filter((one) => wantsEngine(one) && !isLeftOut(one));
    expect(theirs.length).toBeGreaterThan(0);
    expect(await failing(theirs)).toEqual([]);
  });
});

test("every exception is an example of the page", () => {
  for (const start of Object.keys(EXAMPLES_NOT_RUN))
    expect(examples.map(({ command }) => command).filter((command) => command.startsWith(start))).not.toEqual([]);
});
