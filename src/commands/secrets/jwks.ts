import { Args, Flags } from "@oclif/core";
import { environmentFlag, SecretsCommand, storeFlag } from "../../avb-command-secrets.ts";
import { type JwksResult, jwks } from "../../flows/secrets/jwks.ts";

/** `avb secrets jwks`: the keys by which tokens are checked. */
export default class SecretsJwks extends SecretsCommand<JwksResult> {
  static override summary =
    "Print the key set that checks the application's tokens: the next key, the current one, the previous one.";
  static override description =
    "A replaced key stays in the set for a day, or as long as rotations.jwt.grace says, so that tokens which are out still hold. Of a pair only the public part is printed; a symmetric key is a secret, and printed with --reveal alone.";
  static override examples = ["<%= config.bin %> secrets jwks > jwks.json", "<%= config.bin %> secrets jwks --reveal"];
  static override args = { id: Args.string({ description: "The signing key.", default: "jwt" }) };
  static override flags = {
    ...{ ...environmentFlag, ...storeFlag },
    reveal: Flags.boolean({ summary: "Print symmetric keys with their secrets.", env: "AVB_REVEAL" }),
  };

  async run(): Promise<JwksResult> {
    const { args, flags } = await this.parse(SecretsJwks);
    const { environment, store, reveal } = flags;
    const secrets = await this.opening(environment);
    const result = await jwks(secrets, { id: args.id, store: secrets.chosen(store), reveal });
    this.print(JSON.stringify(result, null, 2));
    return result;
  }
}
