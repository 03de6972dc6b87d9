import { type Check, type Finding, findings } from "../../domain/check.ts";

/** A line that an env-file reader accepts: nothing, a comment, or a name with a value. */
const LINE = /^\s*(#.*|(export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=.*)?$/;
const COMPOSE_NAME = /^\s*(?:export\s+)?(COMPOSE_[A-Z0-9_]+)\s*=/;

/** Settings that plain `docker compose` obeys and avb does not (F12). */
export const interferenceCheck: Check = {
  id: "interference",
  title: "Compose settings",
  looksAt: "COMPOSE_* in the environment and in the repository's .env, which would lead plain docker compose elsewhere",
  run: async ({ host, files }, { checkout }) => {
    const set = Object.keys(host.env).filter((name) => name.startsWith("COMPOSE_") && host.env[name]);
    const shell: Finding[] = set.map((name) => ({
      state: "warn",
      says: `${name} is set in the environment; avb ignores it, plain docker compose obeys it`,
      fixes: [`unset ${name}`],
    }));
    const path = `${checkout.root}/.env`;
    const facts = await files.facts(path, { follow: true });
    const text = facts?.kind === "file" ? ((await files.read(path)) ?? "") : "";
    return findings([...shell, ...lineFindings(path, text)], "no COMPOSE_* variable is set, here or in .env");
  },
};

const lineFindings = (path: string, text: string): readonly Finding[] =>
  text.split(/\r?\n/).flatMap((line, index): readonly Finding[] => {
    const place = `${path}:${index + 1}`;
    const name = COMPOSE_NAME.exec(line)?.[1];
    if (name !== undefined) {
      const says = `${place}: ${name} is ignored by avb and obeyed by plain docker compose`;
      return [{ state: "warn", says, fixes: [`remove the line from ${path}`] }];
    }
    if (LINE.test(line)) return [];
    const says = `${place}: this is not NAME=value, and plain docker compose fails on it`;
    return [{ state: "warn", says, fixes: [`correct or remove the line in ${path}`] }];
  });
