import type { AccessFact } from "./access.ts";
import type { Config } from "./config.ts";
import type { ResolvedValue, ResolvedVariable } from "./env-resolve.ts";
import { literal, secret } from "./env-value.ts";

/** What a team has chosen for the Vault of live mode (`vault` of `.devenvrc`). */
export interface VaultChoices {
  /** Where the kv engine for secrets is mounted (VAULT_MOUNT_POINT). */
  readonly mount: string;
  /** The id of the development token; absent where one is to be generated for the checkout. */
  readonly token?: string;
}

/** The matrix's own values (section 4.2). */
const DOCUMENTED = { mount: "secret", token: "devtoken" } as const;

/** The word that asks for a token of the checkout's own. */
export const GENERATED = "generated";

/** The local secret that is a generated development token. */
export const TOKEN_SECRET = "vault/dev-token";

/** The choices, or the matrix's values; VAULT_MOUNT_POINT under `env` counts where `vault` says nothing. */
export function vaultChoices({ vault, env }: Pick<Config, "vault" | "env">): VaultChoices {
  const textOr = (value: unknown, otherwise: string) => (typeof value === "string" ? value : otherwise);
  const token = textOr(vault.token, DOCUMENTED.token);
  return {
    mount: textOr(vault.mount, env.VAULT_MOUNT_POINT ?? DOCUMENTED.mount),
    ...(token === GENERATED ? {} : { token }),
  };
}

/** What a person needs to get at Vault, with the chosen token in the place of the documented one. */
export const chosenAccess = ({ token }: VaultChoices, facts: readonly AccessFact[]): readonly AccessFact[] =>
  facts.map((fact) => {
    if (fact.value.kind !== "literal" || fact.value.value !== DOCUMENTED.token) return fact;
    return { ...fact, value: token === undefined ? secret(TOKEN_SECRET) : literal(token) };
  });

/** The variables of Vault with the choices in them: the documented values stand there until somebody chose others. */
export function chosenForVault(
  { mount, token }: VaultChoices,
  variables: readonly ResolvedVariable[],
): readonly ResolvedVariable[] {
  const value: ResolvedValue =
    token === undefined ? { kind: "secret", name: TOKEN_SECRET } : { kind: "text", text: token };
  const chosen: Readonly<Record<string, readonly [string, ResolvedValue]>> = {
    VAULT_TOKEN: [DOCUMENTED.token, value],
    VAULT_MOUNT_POINT: [DOCUMENTED.mount, { kind: "text", text: mount }],
  };
  return variables.map((variable) => {
    const [documented, other] = chosen[variable.name] ?? [];
    const isOpen = variable.value.kind === "text" && variable.value.text === documented;
    if (other === undefined || !isOpen || (other.kind === "text" && other.text === documented)) return variable;
    return { ...variable, value: other, because: "'vault' in the configuration chooses it" };
  });
}
