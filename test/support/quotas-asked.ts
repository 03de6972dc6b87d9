import { liveQuotas } from "../../src/flows/secrets/live-quotas.ts";
import { chars } from "./credential-samples.ts";
import { secretsOf, set } from "./secrets-verbs.ts";
import type { TempCheckout } from "./temp-checkout.ts";
import { VENDOR_VALUES } from "./vendor-answers.ts";
import { live, worldWith } from "./vendor-asked.ts";
import { type VendorBook, vendorServer } from "./vendor-server.ts";

/** Admin keys of nobody. */
export const ADMIN = {
  ...{ OPENAI_ADMIN_KEY: `sk-admin-${chars(58)}T3BlbkFJ${chars(58)}`, OPENAI_PROJECT_ID: "proj_abc" },
  ANTHROPIC_ADMIN_KEY: `sk-ant-admin01-${chars(93)}AA`,
};
/** How a question about the project begins. */
export const PROJECT = "GET /api.openai.com/v1/organization/projects/proj_abc";

/** The quotas at vendors that answer by this book, with these credentials stored. */
export async function quotasAsked(
  home: TempCheckout,
  book: VendorBook,
  { ids = [] as readonly string[], env = ADMIN as Record<string, string> } = {},
) {
  const server = await vendorServer(book);
  const secrets = await secretsOf(worldWith(home, { ...env, AVB_VENDORS_URL: server.url }));
  for (const id of ids) await set(secrets, id, JSON.stringify(VENDOR_VALUES[id]), { unchecked: true });
  const quotas = await liveQuotas(secrets, "local", live);
  const found = (id: string, what: string) =>
    quotas.find((one) => one.id === id)?.findings.find((one) => one.what.startsWith(what));
  return { quotas, found, lines: server.asked.map(({ line }) => line) };
}
