import { Args, Flags } from "@oclif/core";
import { environmentFlag, passphraseFlag, SecretsCommand, storeFlag } from "../../avb-command-secrets.ts";
import { givenText } from "../../flows/secrets/given-values.ts";
import { CREDENTIAL_IDS, findHere } from "../../flows/secrets/known-credentials.ts";
import { type SetResult, setCredential } from "../../flows/secrets/set.ts";
import { typedFields } from "../../flows/secrets/typed-values.ts";

/** `avb secrets set`: a value into a store. */
export default class SecretsSet extends SecretsCommand<SetResult> {
  static override summary = "Store a credential: from stdin, from a file, or typed where nothing is shown.";
  static override description =
    "A value is never taken from the command line, where other programs could read it. Its form is checked first. Several fields come as a JSON object, or one at a time with --field.";
  static override examples = [
    "head -c 48 /dev/urandom | base64 | <%= config.bin %> secrets set jwt",
    "<%= config.bin %> secrets set github-app --field private_key --file app.pem",
    { description: "All fields at once:", command: "<%= config.bin %> secrets set google-oauth --file client.json" },
  ];
  static completions = CREDENTIAL_IDS;
  static override args = { id: Args.string({ description: "The credential.", required: true }) };
  static override flags = {
    ...{ ...environmentFlag, ...storeFlag, ...passphraseFlag },
    field: Flags.string({ summary: "Set this field alone.", env: "AVB_SECRETS_FIELD" }),
    file: Flags.string({ summary: "Take the value from this file.", helpValue: "FILE", env: "AVB_SECRETS_FILE" }),
    unchecked: Flags.boolean({ summary: "Store it whatever its form.", env: "AVB_SECRETS_UNCHECKED" }),
  };

  async run(): Promise<SetResult> {
    const { args, flags } = await this.parse(SecretsSet);
    const { environment, field, file, unchecked, passphrase } = flags;
    const secrets = await this.opening(environment, { passphrase });
    const store = secrets.chosen(flags.store);
    const { world } = secrets.tools;
    const typist = file === undefined ? this.asking(`avb secrets set ${args.id} --file FILE`) : undefined;
    const result = await setCredential(secrets, {
      ...{ id: args.id, field, store, unchecked },
      source: file ?? (typist === undefined ? "stdin" : "the terminal"),
      text: async () => {
        if (file !== undefined) return givenText(world, { kind: "file", path: file });
        if (typist === undefined) return givenText(world, { kind: "stdin" });
        return typedFields({ world, typist, environment }, findHere(secrets.all, args.id, environment), field);
      },
    });
    const done = result.outcome === "same" ? "is in" : "stored in";
    this.say(`${result.id} ${done} ${store} (${environment}), version ${result.version}`);
    if (result.missing.length > 0) this.caution(`${result.id} still lacks ${result.missing.join(", ")}`);
    if (result.nextRotation !== undefined) this.say(`replace it by ${result.nextRotation}`);
    return result;
  }
}
