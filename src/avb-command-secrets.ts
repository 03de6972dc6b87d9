import { Flags } from "@oclif/core";
import { AvbCommand } from "./avb-command.ts";
import { ENVIRONMENTS, type Environment } from "./domain/credential.ts";
import { STORE_IDS } from "./domain/credential-store.ts";
import { Secret } from "./domain/secret.ts";
import { openSecrets, type Secrets } from "./flows/secrets/open-secrets.ts";
import { type Asker, asker } from "./ui/ask.ts";

/** The flag that names the environment. */
export const environmentFlag = {
  environment: Flags.option({
    summary: "Speak of this environment; each has stores, or places in them, of its own.",
    options: ENVIRONMENTS,
    default: "dev" as const,
    env: "AVB_SECRETS_ENVIRONMENT",
  })(),
  "allow-production": Flags.boolean({
    summary: "Use a store that looks like production, or is not the one that was used here first.",
    env: "AVB_ALLOW_PRODUCTION",
  }),
};

/** The flag that names a store. */
export const storeFlag = {
  store: Flags.option({
    summary: "Use this store instead of the one that stores.use of .devenvrc names, else the local file.",
    options: STORE_IDS,
    env: "AVB_SECRETS_STORE",
  })(),
};

/** The flag that has a new store sealed with a passphrase. */
export const passphraseFlag = {
  passphrase: Flags.boolean({
    summary: "Seal a store that is not there yet with a passphrase instead of a key file.",
    env: "AVB_SECRETS_PASSPHRASE",
  }),
};

/** A command about third-party credentials. */
export abstract class SecretsCommand<Result extends object> extends AvbCommand<Result> {
  /** The credentials known here and what opens their stores; a passphrase is asked for on a terminal only. */
  protected opening(
    environment: Environment,
    more: { readonly passphrase?: boolean; readonly namesOnly?: boolean } = {},
  ): Promise<Secrets> {
    const asking = this.asking("AVB_PASSPHRASE_FILE=/path/to/passphrase");
    return openSecrets(this.world(), {
      environment,
      command: `avb ${(this.id ?? "").replaceAll(":", " ")}`,
      ...(asking && { ask: async (question: string) => new Secret(await asking.hidden(question)) }),
      ...(more.passphrase && { withPassphrase: true }),
      ...(more.namesOnly && { namesOnly: true }),
      ...{ allowProduction: this.isOn("allow-production"), say: (text: string) => this.say(text) },
    });
  }

  /** Somebody to ask; undefined without a terminal. */
  protected asking(flag: string): Asker | undefined {
    const { stdinIsTty, stdoutIsTty } = this.world().host;
    const tty = stdinIsTty && stdoutIsTty && !this.jsonEnabled();
    return tty
      ? asker({ tty, what: `'avb ${(this.id ?? "").replaceAll(":", " ")}'`, flag, signal: this.signal })
      : undefined;
  }
}
