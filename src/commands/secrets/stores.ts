import { Flags } from "@oclif/core";
import { environmentFlag, SecretsCommand } from "../../avb-command-secrets.ts";
import type { StoreFacts } from "../../domain/credential-store.ts";
import { type StoresResult, stores } from "../../flows/secrets/stores-report.ts";
import { textTable } from "../../ui/table.ts";

/** `avb secrets stores`: where credentials are kept. */
export default class SecretsStores extends SecretsCommand<StoresResult> {
  static override summary = "List the stores: where each is, whether it is written, what it takes.";
  static override examples = [
    "<%= config.bin %> secrets stores",
    {
      description: "After putting an older copy back on purpose:",
      command: "<%= config.bin %> secrets stores --accept",
    },
  ];
  static override flags = {
    ...environmentFlag,
    accept: Flags.boolean({
      summary: "Take the local store's file as it is for the newest, older or gone as it may be.",
      env: "AVB_SECRETS_ACCEPT",
    }),
  };

  async run(): Promise<StoresResult> {
    const { flags } = await this.parse(SecretsStores);
    const result = await stores(await this.opening(flags.environment), { accept: flags.accept });
    const rows = result.stores.map(({ id, title, writable, mostBytes, where, refused, ...facts }) => [
      ...[id, title, refused === undefined && writable ? "yes" : "no"],
      ...[mostBytes === undefined ? "-" : `${mostBytes} bytes`, termOf(facts), where],
    ]);
    this.print(textTable(["Store", "", "Written", "A field takes", "Brings back", "Where"], rows));
    this.say(`the local store opens with ${result.identity}`);
    for (const { refused } of result.stores) if (refused !== undefined) this.say(refused);
    for (const { id, pinned } of result.stores)
      if (pinned !== undefined) this.say(`${id} is pinned to ${pinned} (${result.environment})`);
    if (result.accepted !== undefined)
      this.say(`accepted: ${result.accepted === null ? "no file" : `revision ${result.accepted}`}`);
    return result;
  }
}

const termOf = ({ recoveryDays, keepsRemoved }: Pick<StoreFacts, "recoveryDays" | "keepsRemoved">): string =>
  recoveryDays === undefined ? (keepsRemoved ? "always" : "-") : `${recoveryDays} d`;
