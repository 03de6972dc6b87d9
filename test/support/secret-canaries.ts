import { formsOf } from "./canary-shapes.ts";
import { goodFor, PEM } from "./credential-samples.ts";

const [clientId, clientSecret] = [goodFor("google-client-id"), goodFor("google-client-secret")];
/** What is piped into verbs, by name. */
export const INPUTS = {
  openai: goodFor("openai-key"),
  sendgrid: goodFor("sendgrid-key"),
  jwt: goodFor("signing-key"),
  pem: PEM.pkcs1,
  oauth: JSON.stringify({ client_id: clientId, client_secret: clientSecret }),
};
const CANARIES = { openai: INPUTS.openai, sendgrid: INPUTS.sendgrid, jwt: INPUTS.jwt, pem: INPUTS.pem, clientSecret };
/** What only a login knows. */
export const LOGIN = { AZURE_CLIENT_SECRET: "canary0azureclientsecret0123456789" };
const BEGINNING = 24;
const HIDDEN = Object.entries({ ...CANARIES, ...LOGIN }).flatMap(([name, value]) =>
  [...formsOf(value), value.startsWith("-----") ? (value.split("\n")[3] ?? "") : value.slice(0, BEGINNING)].map(
    (form) => [name, form] as const,
  ),
);
/** Which of the values, or the beginning of one, stand in a text. */
export const leaks = (text: string) => [
  ...new Set(HIDDEN.flatMap(([name, form]) => (text.includes(form) ? [name] : []))),
];
