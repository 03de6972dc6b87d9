import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "../../src/domain/secret.ts";
import type { World } from "../../src/domain/world.ts";
import { type GateRow, gate, requireOpen } from "../../src/flows/secrets/scan/gate.ts";
import { chars, goodFor, PEM } from "../support/credential-samples.ts";
import { fakeEngine, unreachableEngine } from "../support/fake-engine.ts";
import { secretsOf, set } from "../support/secrets-verbs.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let home: TempCheckout;
let containers: World["containers"];
beforeEach(() => {
  home = tempCheckout();
  containers = fakeEngine(() => 1).containers;
});
afterEach(() => home.remove());

const secrets = (environment: "dev" | "staging" = "dev") => secretsOf({ ...home.world(), containers }, { environment });

async function rowsOf(epic: number, environment: "dev" | "staging" = "dev") {
  const { signal } = new AbortController();
  const result = await gate(await secrets(environment), { epic, store: "local", signal });
  const rows = new Map(result.credentials.map((row) => [row.id, row] as const));
  return { result, row: (id: string) => rows.get(id) as GateRow };
}
const verdicts = ({ hops }: GateRow) => hops.map(({ verdict }) => verdict);

describe("the gate", () => {
  test("lets a credential pass until its epic begins, and then wants a value", async () => {
    const before = await rowsOf(1);
    expect(before.row("jira")).toMatchObject({ passes: true, because: "epic 5 has not begun" });
    expect(before.row("sendgrid")).toMatchObject({ passes: false, because: "epic 1 needs it, and the store has none" });
    expect((await rowsOf(5)).row("jira").passes).toBe(false);
    expect(before.row("database")).toMatchObject({ passes: true, because: "is made by a machine" });
  });

  test("is open when all that the epic needs is stored, and says what is missing otherwise", async () => {
    await set(await secrets(), "sendgrid", goodFor("sendgrid-key"));
    const closed = (await rowsOf(1)).result;
    const [problem] = await errorsOf(async () => requireOpen(closed));
    expect(problem).toMatchObject({ code: "GATE_CLOSED", exitCode: 14, facts: { ids: "google-oauth" } });
    const google = { client_id: goodFor("google-client-id"), client_secret: goodFor("google-client-secret") };
    await set(await secrets(), "google-oauth", JSON.stringify(google));
    const { result } = await rowsOf(1);
    expect(result.open).toBe(true);
    expect(await errorsOf(async () => requireOpen(result))).toEqual([]);
  });

  test("gives one verdict for each hop, and closes on a placeholder at any of them", async () => {
    await set(await secrets(), "sendgrid", goodFor("sendgrid-key"));
    expect(verdicts((await rowsOf(1)).row("sendgrid"))).toEqual(["clean", "value", "absent", "not looked at"]);
    home.put(".env", "SENDGRID_API_KEY=REPLACE_WITH_SENDGRID\n");
    const { row } = await rowsOf(1);
    expect(verdicts(row("sendgrid"))).toEqual(["clean", "value", "placeholder", "not looked at"]);
    expect(row("sendgrid")).toMatchObject({ passes: false, because: "rendered: placeholder (.env SENDGRID_API_KEY)" });
  });

  test("tells a first value of Terraform from a placeholder in a manifest, and a value in the clear from both", async () => {
    await set(await secrets(), "sendgrid", goodFor("sendgrid-key"));
    home.put("infra/main.tf", 'key = "REPLACE_WITH_SENDGRID_API_KEY"\n');
    expect((await rowsOf(1)).row("sendgrid")).toMatchObject({
      passes: true,
      hops: [{ verdict: "initial value", says: "infra/main.tf:1" }, {}, {}, {}],
    });
    home.put("k8s/app.yaml", "stringData:\n  SENDGRID_API_KEY: REPLACE_WITH_IT\n");
    expect((await rowsOf(1)).row("sendgrid")).toMatchObject({
      passes: false,
      because: expect.stringMatching(/^source: placeholder/),
    });
    home.put("src/mail.ts", `const key = "${goodFor("sendgrid-key")}";\n`);
    expect(verdicts((await rowsOf(1)).row("sendgrid"))[0]).toBe("in the clear");
  });

  test("looks at the variables of the stack's containers, and only in dev", async () => {
    const { tools } = await secrets();
    const labels = { "avb.checkout": tools.checkout.id, "avb.slot": String(tools.checkout.slot) };
    containers = {
      ...containers,
      list: async (wanted) =>
        wanted.every((one) => Object.entries(labels).some(([name, value]) => one === `${name}=${value}`))
          ? [{ id: "1", name: "avb-shop-web", labels } as never]
          : [],
      environment: async () => ({ JWT_SECRET: new Secret("changeme") }),
    };
    expect((await rowsOf(1)).row("jwt")).toMatchObject({
      passes: false,
      because: "container: placeholder (avb-shop-web JWT_SECRET)",
    });
    expect((await rowsOf(1, "staging")).row("jwt").hops[3]).toMatchObject({ verdict: "not looked at" });
  });

  test("says that it could not look where the engine does not answer, and judges the rest", async () => {
    containers = unreachableEngine();
    expect((await rowsOf(1)).row("jwt").hops[3]).toMatchObject({ says: "the container engine did not answer" });
  });

  test("never takes a store that cannot be read for an empty one", async () => {
    await set(await secrets(), "jwt", chars(48));
    await set(await secrets(), "github-app", PEM.pkcs1, { field: "private_key" });
    const [file] = home.everything().filter((path) => path.endsWith(".age"));
    expect(file).toBeDefined();
    const whole = `${home.root}/../${file}`;
    writeFileSync(whole, "damaged");
    expect((await errorsOf(() => rowsOf(1))).map(({ exitCode }) => exitCode)).toEqual([10]);
  });
});
