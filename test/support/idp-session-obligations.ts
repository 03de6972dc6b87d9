import { expect } from "vitest";
import { BACKEND, bearer, byPassword, call, DEMO, type IdpObligations, post } from "./idp-calls.ts";
import { claimsOf } from "./token-calls.ts";

/** What is asked about a token that was given, and what ends it. */
export const SESSION_OBLIGATIONS: IdpObligations = {
  "tells who a token speaks of, and nothing for a forged one": async (idp) => {
    const token = (await byPassword(idp)).body.access_token as string;
    const userinfo = `${idp.issuer}/protocol/openid-connect/userinfo`;
    const { body } = await call(userinfo, bearer(token));
    expect(body).toMatchObject({
      sub: claimsOf(token).sub,
      preferred_username: DEMO,
      tenant_id: claimsOf(token).tenant_id,
    });
    const [head, claims] = token.split(".");
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
    for (const forged of [`${none}.${claims}.`, `${head}.${claims}.`, "x"])
      expect((await call(userinfo, bearer(forged))).status).toBe(401);
  },
  "says whether a token still holds": async (idp) => {
    const token = (await byPassword(idp)).body.access_token as string;
    expect((await post(idp, "token/introspect", { token }, BACKEND)).body).toMatchObject({
      active: true,
      username: DEMO,
    });
    expect((await post(idp, "token/introspect", { token: "x" }, BACKEND)).body).toEqual({ active: false });
  },
  "renews a session, and ends it": async (idp) => {
    const { refresh_token } = (await byPassword(idp)).body;
    const renewed = await post(idp, "token", { grant_type: "refresh_token", refresh_token }, BACKEND);
    expect(renewed.status).toBe(200);
    const last = { refresh_token: renewed.body.refresh_token };
    expect((await post(idp, "logout", last, BACKEND)).status).toBe(204);
    const after = await post(idp, "token", { grant_type: "refresh_token", ...last }, BACKEND);
    expect(after).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  },
};
