/** A version as the server keeps it; times in whole seconds, as Key Vault has them. */
export interface SecretVersion {
  readonly id: string;
  readonly value: string;
  readonly contentType?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly enabled: boolean;
  readonly created: number;
  readonly exp?: number;
}

/** A secret with all its versions. */
export interface HeldSecret {
  versions: SecretVersion[];
  /** When it was deleted, in seconds. */
  deleted?: number;
  /** Answers that still know nothing of the last deletion or recovery. */
  lag: number;
}

const RETENTION_DAYS = 30;
const RECOVERY = { recoveryLevel: "Recoverable", recoverableDays: RETENTION_DAYS };

/** A version as an answer shows it, without its value. */
export function bundleOf(url: string, name: string, version: SecretVersion): object {
  const { id, contentType, tags, enabled, created, exp } = version;
  const attributes = { enabled, created, updated: created, ...(exp !== undefined && { exp }), ...RECOVERY };
  return { id: `${url}/secrets/${name}/${id}`, attributes, tags, ...(contentType && { contentType }) };
}

/** A deleted secret as an answer shows it. */
export function deletedBundleOf(url: string, name: string, { versions, deleted = 0 }: HeldSecret): object {
  const [version] = versions.slice(-1);
  const dates = { deletedDate: deleted, scheduledPurgeDate: deleted + RETENTION_DAYS * 86_400 };
  return { recoveryId: `${url}/deletedsecrets/${name}`, ...dates, ...(version && bundleOf(url, name, version)) };
}
