import type { Check } from "../../domain/check.ts";
import { opaAt } from "../../services/opa/api.ts";
import { accessRules } from "../../services/opa/rules.ts";
import { listedCases } from "../../services/opa/truth-table.ts";
import { wantedNamespace } from "../../services/temporal/seed.ts";
import { wantedBilling } from "../billing-document.ts";
import { SEEN_FROM_LAGO } from "../seeding/seed-lago.ts";
import { temporalDocument } from "../temporal/temporal-document.ts";
import { liveCheck, unseeded } from "./live-service.ts";

/** One question that is to be allowed, and one that is to be denied: a policy that decides nothing, or everything alike, fails one. */
const CANARIES = [true, false].flatMap((allow) => listedCases(accessRules).find((one) => one.allow === allow) ?? []);

/** Whether OPA decides at all, and not all alike. */
export const opaCheck: Check = liveCheck({
  ...{
    id: "opa",
    title: "OPA's decisions",
    service: "opa",
    wellness: "OPA allows what it should, and denies the rest",
  },
  looksAt: "whether a running OPA allows one question that its rules allow, and denies one that they deny",
  look: async ({ world, stack }, signal) => {
    const opa = opaAt(world.http, stack.ports.get("opa.http") ?? 0, signal);
    const asked = CANARIES.map(async ({ claim, input, allow }) => ({ claim, allow, seen: await opa.decide(input) }));
    const wrong = (await Promise.all(asked)).filter(({ allow, seen }) => seen !== allow);
    return wrong.map(({ claim, seen }) =>
      unseeded("opa", `OPA decided ${JSON.stringify(seen) ?? "nothing"}, where this holds: ${claim}`),
    );
  },
});

/** Whether Temporal has the namespace that workers poll. */
export const temporalCheck: Check = liveCheck({
  ...{ id: "temporal", title: "Temporal's namespace", service: "temporal", wellness: "the namespace is there" },
  looksAt: "whether a running Temporal has the namespace that workers poll, with its retention",
  look: async (subject, signal) => {
    const { world, stack } = subject;
    const want = wantedNamespace(await temporalDocument(subject));
    const address = `127.0.0.1:${stack.ports.get("temporal.grpc") ?? 0}`;
    const have = await world.temporal.use({ address, signal }, (server) => server.namespace(want.name));
    if (have === undefined) return [unseeded("temporal", `there is no namespace ${want.name}: no worker can poll`)];
    if (have.retentionHours === want.retentionHours) return [];
    const says = `the namespace ${want.name} keeps what has ended for ${have.retentionHours} h, not ${want.retentionHours} h`;
    return [unseeded("temporal", says, "warn")];
  },
});

/** Whether Lago has the plans that customers are subscribed to. */
export const lagoCheck: Check = liveCheck({
  ...{ id: "lago", title: "Lago's plans", service: "lago", wellness: "the plans are there" },
  looksAt: "whether a running Lago has the plans of the billing documents",
  look: async ({ world, checkout, stack, secrets }) => {
    const { plans } = await wantedBilling(world, checkout, SEEN_FROM_LAGO);
    const url = `http://127.0.0.1:${stack.ports.get("lago.api") ?? 0}`;
    const lago = world.lago.connect({ url, key: await secrets.get("lago/api-key") });
    const codes = plans.map(({ code }) => String(code));
    const held = await Promise.all(codes.map((code) => lago.plans.find(code)));
    const missing = codes.filter((_, at) => held[at] === undefined);
    return missing.length === 0 ? [] : [unseeded("lago", `Lago has no plan ${missing.join(", ")}`)];
  },
});
