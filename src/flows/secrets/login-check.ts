import { compareScopes } from "../../credentials/live/judge.ts";
import type { FieldFormat } from "../../domain/credential-format.ts";
import type { LiveFinding, LiveState } from "../../domain/live-verdict.ts";
import { isLoopbackHost } from "../../domain/loopback.ts";
import { Secret } from "../../domain/secret.ts";
import type { LoginAnswer, LoginState, ServerAddress, ServerLogins } from "../../domain/server-logins.ts";
import type { VendorPatience } from "./ask-vendor.ts";
import type { LiveSubject } from "./live-subject.ts";
import type { StoreTools } from "./store-tools.ts";

const DEADLINE_MS = 10_000;
/** Tests put a server of this machine in every vendor's place; then no other machine is signed in to. */
const OWN_BASE = "AVB_VENDORS_URL";

/** A kind of server that is signed in to: its field, its port, what an address of it means. */
interface LoginKind {
  readonly server: keyof ServerLogins;
  readonly format: FieldFormat;
  readonly port: number;
  readonly tls: (url: URL) => ServerAddress["tls"];
}

const isHere = ({ hostname }: URL): boolean => isLoopbackHost(hostOf(hostname));
const hostOf = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, "$1");

const KINDS: readonly LoginKind[] = [
  { server: "postgres", format: "postgres-url", port: 5432, tls: postgresTls },
  {
    server: "redis",
    format: "redis-url",
    port: 6379,
    tls: ({ protocol }) => (protocol === "rediss:" ? "verified" : "none"),
  },
];

/** libpq's `sslmode`; without one a server elsewhere is asked for TLS, and one of this machine is not. */
function postgresTls(url: URL): ServerAddress["tls"] {
  const mode = url.searchParams.get("sslmode") ?? (isHere(url) ? "disable" : "prefer");
  if (mode === "disable") return "none";
  return mode.startsWith("verify") ? "verified" : "try";
}

/** A credential that opens a server, and the address that its form allows; undefined where that cannot be right. */
export interface Login {
  readonly kind: LoginKind;
  readonly subject: LiveSubject;
  readonly url: URL | undefined;
}

/** The servers that a credential has addresses of. */
export const loginsFor = (subject: LiveSubject): readonly Login[] =>
  KINDS.flatMap((kind): readonly Login[] => {
    const field = subject.credential.fields.find(({ format }) => format === kind.format)?.name;
    if (field === undefined) return [];
    const isGood = subject.fields.some((one) => one.field === field && one.state === "good");
    const text = isGood ? subject.values[field]?.reveal() : undefined;
    return [{ kind, subject, url: text === undefined ? undefined : new URL(text) }];
  });

const MEANING: Readonly<Record<LoginState, readonly [LiveState, string]>> = {
  in: ["valid", "is taken"],
  denied: ["invalid", "is refused"],
  forbidden: ["restricted", "is taken, and may not do anything"],
  absent: ["invalid", "names a database that is not there"],
  busy: ["indeterminate", "was not judged"],
  unsafe: ["indeterminate", "was not judged: nothing was sent"],
  silent: ["indeterminate", "cannot be reached"],
  strange: ["indeterminate", "was not judged"],
};

/** What the server says to the credential. */
export async function loginFinding(
  { world }: StoreTools,
  { kind, url, subject }: Login,
  { signal, deadlineMs = DEADLINE_MS }: VendorPatience,
): Promise<LiveFinding> {
  const what = `login to ${kind.server === "postgres" ? "PostgreSQL" : "Redis"}`;
  const unasked = (says: string): LiveFinding => ({ what, state: "indeterminate", says });
  if (url === undefined) return unasked("was not tried: connection_uri has no value of its form");
  if (world.host.env[OWN_BASE] && !isHere(url))
    return unasked(`was not tried: with ${OWN_BASE} no other machine is asked`);
  if (kind.tls(url) === "none" && !isHere(url))
    return unasked("was not tried: the address asks for no TLS, and the password would go over the network as it is");
  const answer = await world.logins[kind.server](addressOf(kind, url), { signal, deadlineMs });
  return findingFrom(answer, what, subject.credential.scopes);
}

const addressOf = (kind: LoginKind, url: URL): ServerAddress => {
  const plain = (text: string) => decodeURIComponent(text);
  const user = plain(url.username);
  return {
    ...{ host: hostOf(url.hostname), port: Number(url.port) || kind.port, tls: kind.tls(url), user },
    password: new Secret(plain(url.password)),
    database: plain(url.pathname.slice(1)) || user,
  };
};

function findingFrom({ state, detail, powers }: LoginAnswer, what: string, desired?: readonly string[]): LiveFinding {
  const [verdict, says] = MEANING[state];
  const excess = powers === undefined || desired === undefined ? [] : compareScopes(powers, [], desired).excess;
  return { what, state: verdict, says: detail === undefined ? says : `${says}: ${detail}`, missing: [], excess };
}
