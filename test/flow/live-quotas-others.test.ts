import { afterEach, beforeEach, expect, test } from "vitest";
import { requireKept } from "../../src/flows/secrets/live-quotas.ts";
import { chars } from "../support/credential-samples.ts";
import { quotasAsked } from "../support/quotas-asked.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";
import type { VendorAnswer, VendorBook } from "../support/vendor-server.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const asked = (book: VendorBook, more: Parameters<typeof quotasAsked>[2] = {}) => quotasAsked(home, book, more);

test("GitHub's limit is read with a token of an hour, which is given back", async () => {
  const token = `ghs_${chars(36, "abcdef")}`;
  const { found, lines, quotas } = await asked(
    {
      "GET /api.github.com/app/installations": [200, [{ id: 42 }]],
      "POST /api.github.com/app/installations/42/access_tokens": [201, { token }],
      "GET /api.github.com/rate_limit": [200, { resources: { core: { limit: 5000, remaining: 4990 } } }],
      "DELETE /api.github.com/installation/token": [204, ""],
    },
    { ids: ["github-app"] },
  );
  expect(found("github-app", "rate limit")).toMatchObject({
    state: "as documented",
    says: "5,000 requests an hour; 4,990 left",
  });
  expect(lines.filter((line) => line.includes("api.github.com")).at(-1)).toBe(
    "DELETE /api.github.com/installation/token",
  );
  expect(JSON.stringify(quotas)).not.toContain(token);
});

test("SendGrid's plan is compared; the key that may only send mail is told, and is no fault", async () => {
  const credits = (answer: VendorAnswer) =>
    asked({ "GET /api.sendgrid.com/v3/user/credits": answer }, { ids: ["sendgrid"] });
  expect((await credits([200, { total: 100, remain: 60 }])).found("sendgrid", "messages")).toMatchObject({
    state: "differs",
  });
  const { found, quotas } = await credits([403, { errors: [] }]);
  expect(found("sendgrid", "messages")).toMatchObject({
    state: "unknown",
    says: "may not be read with this key (403)",
  });
  expect(await errorsOf(async () => requireKept(quotas.filter(({ id }) => id === "sendgrid")))).toEqual([]);
});
