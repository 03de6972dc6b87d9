import { Args } from "@oclif/core";
import { rotationFlags } from "../../avb-command-rotation.ts";
import { SecretsCommand } from "../../avb-command-secrets.ts";
import type { RotateResult } from "../../domain/rotation.ts";
import { givenText } from "../../flows/secrets/given-values.ts";
import { CREDENTIAL_IDS } from "../../flows/secrets/known-credentials.ts";
import { mustBeMeant } from "../../flows/secrets/rotate/asked.ts";
import { graceFrom } from "../../flows/secrets/rotate/grace.ts";
import type { RotateRequest } from "../../flows/secrets/rotate/open-rotation.ts";
import { planRotation, rotate } from "../../flows/secrets/rotate/rotate.ts";
import { rotationEndText, rotationPlanText } from "../../ui/rotation-text.ts";

/** `avb secrets rotate`: a new value in the place of the old one. */
export default class SecretsRotate extends SecretsCommand<RotateResult> {
  static override summary = "Replace a credential: a new value, those who use it told, the old value revoked.";
  static override description =
    "The new value waits in the store until its vendor takes it; the old one holds until everybody has the new one. Stopped at any step, --resume goes on and --rollback goes back; docs/secrets-rotation.md has the steps.";
  static override examples = [
    "<%= config.bin %> secrets rotate openai --plan",
    "<%= config.bin %> secrets rotate jwt --algorithm ES256 --plan",
  ];
  static completions = CREDENTIAL_IDS;
  static override args = { id: Args.string({ description: "The credential.", required: true }) };
  static override flags = rotationFlags;

  async run(): Promise<RotateResult> {
    const { args, flags } = await this.parse(SecretsRotate);
    const { plan, resume, rollback, yes, guided, compromised, algorithm, environment } = flags;
    const graceMs = graceFrom(flags.grace);
    const secrets = await this.opening(environment);
    const store = secrets.chosen(flags.store);
    const hand = this.asking(`avb secrets rotate ${args.id} --yes`);
    const wish = rollback ? "rollback" : resume ? "resume" : "begin";
    const means = {
      ...{ signal: this.signal, yes, compromised, hand, say: (text: string) => this.say(text) },
      ...{ ...(graceMs !== undefined && { graceMs }), ...(algorithm && { algorithm }) },
      piped: () => givenText(secrets.tools.world, { kind: "stdin" }),
    };
    const request: RotateRequest = { ...{ id: args.id, store, wish, guided, means } };
    if (!plan) await mustBeMeant(request, environment);
    const result = plan ? await planRotation(secrets, request) : await rotate(secrets, request);
    if (plan) this.print(rotationPlanText(result));
    else this.say(rotationEndText(result));
    return result;
  }
}
