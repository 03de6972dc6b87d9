import { type Check, type Finding, findings } from "../../domain/check.ts";
import { shellWord } from "../../domain/shell-word.ts";

const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] as const;
/** What an application calls the sandbox. */
const LOCAL = ["localhost", "127.0.0.1"] as const;

type Variables = Readonly<Record<string, string | undefined>>;

/** Proxies that would be asked for this machine's own addresses. */
export const proxyCheck: Check = {
  id: "proxy",
  title: "Proxy",
  looksAt: "HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and whether NO_PROXY leaves this machine's own addresses out",
  run: async ({ host: { env } }) => {
    const set = PROXIES.flatMap((name) => [name, name.toLowerCase()]).filter((name) => env[name]);
    const [first] = set;
    if (first === undefined) return [{ state: "ok", says: "no proxy is set" }];
    const open = ["NO_PROXY", "no_proxy"].flatMap((name) => openFindings(env, name, first));
    // One of the two spellings is enough for a warning to be about something: most programs read either.
    const unset = env.NO_PROXY || env.no_proxy ? [] : [missing("NO_PROXY", LOCAL, { proxy: first, have: "" })];
    const misspelt = set.filter((name) => !/^[a-z0-9]+:\/\//i.test(env[name] ?? "")).map(withoutScheme);
    return findings([...open, ...unset, ...misspelt], `${set.join(", ")} set, and this machine's addresses left out`);
  },
};

function openFindings(env: Variables, name: string, proxy: string): readonly Finding[] {
  const have = env[name];
  if (!have) return [];
  const entries = have.split(/[\s,]+/).map((entry) => entry.replace(/:\d+$/, ""));
  const left = LOCAL.filter((address) => !entries.some((entry) => covers(entry, address)));
  return left.length === 0 ? [] : [missing(name, left, { proxy, have })];
}

const covers = (entry: string, address: string): boolean =>
  entry === "*" ||
  entry.toLowerCase() === address ||
  (address === "127.0.0.1" && /^127\.0\.0\.0\/\d+$|^127\.$/.test(entry));

function missing(name: string, left: readonly string[], { proxy, have }: { proxy: string; have: string }): Finding {
  const says = `${proxy} is set and ${name} does not name ${left.join(" and ")}: applications would look for the sandbox behind the proxy`;
  return { state: "warn", says, fixes: [`export ${name}=${shellWord([...(have ? [have] : []), ...left].join(","))}`] };
}

const withoutScheme = (name: string): Finding => ({
  state: "warn",
  says: `${name} does not begin with http:// or another scheme, so many programs refuse it`,
  fixes: [`export ${name}="http://$${name}"`],
});

/** The name under which everything of the sandbox is reached. */
export const localhostCheck: Check = {
  id: "localhost",
  title: "localhost",
  looksAt: "which addresses the name localhost stands for, in IPv4 and IPv6",
  run: async ({ machine, host }) => {
    const addresses = await machine.resolve("localhost");
    const file = host.platform === "win32" ? "C:\\Windows\\System32\\drivers\\etc\\hosts" : "/etc/hosts";
    const fixes = [`in ${file}, let localhost stand in the lines of 127.0.0.1 and ::1 only`] as const;
    const foreign = addresses.filter((address) => !isLoopback(address));
    if (foreign.length > 0) {
      const says = `localhost stands for ${foreign.join(", ")}, which is not this machine`;
      return [{ state: "fail", says, fixes }];
    }
    if (addresses.length === 0) return [{ state: "fail", says: "localhost stands for no address", fixes }];
    if (addresses.some((address) => address.startsWith("127.")))
      return [{ state: "ok", says: `localhost is ${addresses.join(" and ")}` }];
    return [{ state: "warn", says: "localhost stands for ::1 alone, and containers' ports are on 127.0.0.1", fixes }];
  },
};

const isLoopback = (address: string): boolean => address === "::1" || address.startsWith("127.");
