/** An answer: a status and what it says. */
export interface VaultAnswer {
  readonly status: number;
  readonly body: object;
}

/** An error as the reference has it: the code that matters is often the inner one. */
export const vaultError = (status: number, code: string, message: string, inner?: string): VaultAnswer => ({
  status,
  body: { error: { code, message, ...(inner && { innererror: { code: inner } }) } },
});

/** No secret of that name. */
export const notFound = (name: string) =>
  vaultError(404, "SecretNotFound", `A secret with (name/id) ${name} was not found in this key vault.`);

/** What another state of the secret forbids. */
export const conflict = (name: string, inner: string, why: string) =>
  vaultError(409, "Conflict", `Secret ${name} is currently ${why}`, inner);

/** What no request may hold. */
export const badParameter = (message: string) => vaultError(400, "BadParameter", message);
