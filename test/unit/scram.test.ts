import { expect, test } from "vitest";
import { scram } from "../../src/adapters/scram.ts";

/** The exchange of RFC 7677, section 3. */
const NONCE = "rOprNGfwEbeRWgbNEkqO";
const SERVER_FIRST = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
const CLIENT_FINAL =
  "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
const SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

test("SCRAM-SHA-256 answers as RFC 7677 says, and believes only the server that knows the password", async () => {
  const login = scram("pencil", { user: "user", nonce: NONCE });
  expect(login.first).toBe(`n,,n=user,r=${NONCE}`);
  expect(login.proves(SERVER_FINAL)).toBe(false);
  expect(await login.answer(SERVER_FIRST)).toBe(CLIENT_FINAL);
  expect([login.proves(SERVER_FINAL), login.proves("v=AAAA"), login.proves("e=other-error"), login.proves("")]).toEqual(
    [...[true, false, false, false]],
  );
});

test.each([
  ["another's nonce", SERVER_FIRST.replace("rOpr", "xxxx")],
  ["no nonce of its own", `r=${NONCE},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`],
  ["no rounds", SERVER_FIRST.replace("4096", "0")],
  ["rounds for hours", SERVER_FIRST.replace("4096", "2000000000")],
  ["an error", "e=unknown-user"],
])("a server that sends %s is not answered", async (_, first) => {
  await expect(scram("pencil", { nonce: NONCE }).answer(first)).rejects.toThrow("no SCRAM message");
});
