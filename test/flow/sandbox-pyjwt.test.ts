import { execFile } from "node:child_process";
import { expect, test } from "vitest";
import { needs } from "../support/needs.ts";
import { startTestSandbox } from "../support/sandbox.ts";
import { signInByPassword } from "../support/token-calls.ts";

needs(["pyjwt"], "PyJWT", () => {
  const PROGRAM = `import json,sys,jwt
token, url, audience, issuer = json.load(sys.stdin)
key = jwt.PyJWKClient(url).get_signing_key_from_jwt(token).key
print(json.dumps(jwt.decode(token, key, algorithms=["RS256"], audience=audience, issuer=issuer)))`;

  test("verifies a token against the JWKS as Django does", async () => {
    const sandbox = await startTestSandbox();
    const { access_token: token } = (await signInByPassword(sandbox)).body;
    const input = JSON.stringify([
      token,
      `${sandbox.issuer}/protocol/openid-connect/certs`,
      "agentvoicebox-backend",
      sandbox.issuer,
    ]);
    const claims = await new Promise<string>((resolve, reject) => {
      const child = execFile("python3", ["-c", PROGRAM], { timeout: 8000 }, (error, stdout, stderr) =>
        error ? reject(new Error(stderr)) : resolve(stdout),
      );
      child.stdin?.end(input);
    });
    expect(JSON.parse(claims)).toMatchObject({ preferred_username: "demo@test.com" });
    await sandbox.close();
  });
});
