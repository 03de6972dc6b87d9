import { Flags } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { stackFlags } from "../../avb-command-flags.ts";
import { wholeNumber } from "../../domain/whole-number.ts";
import { token } from "../../flows/token.ts";
import type { TokenResult } from "../../flows/token-request.ts";

/** `avb dev token`. */
export default class Token extends AvbCommand<TokenResult> {
  static override summary = "Print an access token for a test user or a client.";
  static override description =
    "Without --user it is user@agentvoicebox.local. The token is real: signed by the sandbox, or by the stack's own Keycloak, and worthless anywhere else. --role, --tenant and --ttl are for the sandbox alone: a real Keycloak says what its realm says.";
  static override examples = [
    'curl -H "Authorization: Bearer $(<%= config.bin %> dev token --user viewer)" http://localhost:65020/api/',
    "<%= config.bin %> dev token --user demo@test.com --role admin --ttl 60",
    { description: "What it says:", command: "<%= config.bin %> dev token --client agentvoicebox-backend --decode" },
  ];
  static override flags = {
    mode: stackFlags.mode,
    user: Flags.string({ summary: "Whose token; the part before @ is enough.", env: "AVB_TOKEN_USER" }),
    client: Flags.string({ summary: "The application it is issued to.", env: "AVB_TOKEN_CLIENT" }),
    role: Flags.string({
      summary: "Roles in place of the user's own.",
      multiple: true,
      delimiter: ",",
      env: "AVB_TOKEN_ROLE",
    }),
    tenant: Flags.string({ summary: "A tenant in place of the user's own, by id or name.", env: "AVB_TOKEN_TENANT" }),
    ttl: Flags.string({ summary: "Seconds until it expires, at most 3600.", env: "AVB_TOKEN_TTL" }),
    decode: Flags.boolean({ summary: "Print what the token says instead of the token.", env: "AVB_TOKEN_DECODE" }),
  };

  async run(): Promise<TokenResult> {
    const { flags } = await this.parse(Token);
    const { mode, user, client, role, tenant } = flags;
    const ttlSeconds =
      flags.ttl === undefined ? undefined : wholeNumber("--ttl", flags.ttl, { from: 1, to: 3600, usual: 300 });
    const result = await token(this.world(), {
      ...{ ...(mode && { mode }), ...(user && { user }), ...(client && { client }) },
      ...{ ...(role && { roles: role }), ...(tenant && { tenant }), ...(ttlSeconds && { ttlSeconds }) },
      caution: (text) => this.caution(text),
    });
    const { header, claims } = result;
    this.print(flags.decode ? JSON.stringify({ header, claims }, null, 2) : result.token);
    return result;
  }
}
