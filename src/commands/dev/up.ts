import { Flags } from "@oclif/core";
import { hooksFlag, overridesOf, stackFlags } from "../../avb-command-flags.ts";
import { PlanCommand } from "../../avb-command-plan.ts";
import { LIVE_UP_S } from "../../domain/live/limits.ts";
import { MODES } from "../../domain/modes.ts";
import { describePlan } from "../../domain/plan.ts";
import { wholeNumber } from "../../domain/whole-number.ts";
import { planUpOnly, up } from "../../flows/up.ts";
import type { UpResult } from "../../flows/up-result.ts";
import { progressLine } from "../../ui/progress-json.ts";
import { upPage } from "../../ui/up-page.ts";

/** `avb dev up`. */
export default class Up extends PlanCommand<UpResult> {
  static override summary = "Start the stack and wait until it can be used.";
  static override description =
    "Usable means that a token was issued and verified, and that there are plans to subscribe to. Repeating it changes nothing; after an interruption it goes on from what is there.";
  static override examples = [
    "<%= config.bin %> dev up --mode sandbox",
    { description: "Only say what would happen:", command: "<%= config.bin %> dev up --plan" },
    { description: "For an application in a container:", command: "<%= config.bin %> dev up --for-containers" },
  ];
  static override flags = {
    mode: Flags.option({ summary: "Start this mode.", options: MODES, env: "AVB_MODE" })(),
    with: stackFlags.with,
    without: stackFlags.without,
    only: Flags.string({
      summary: "Run these services with what they need, and no others.",
      multiple: true,
      delimiter: ",",
      exclusive: ["with", "without"],
      env: "AVB_ONLY",
    }),
    detach: Flags.boolean({
      summary: "Start everything, and do not wait until it can be used; nothing is seeded then.",
      env: "AVB_DETACH",
    }),
    plan: Flags.boolean({ summary: "Print what would be done, and do nothing.", env: "AVB_PLAN" }),
    strict: Flags.boolean({ summary: "Never move a port that is taken: fail with 7.", env: "AVB_STRICT" }),
    "for-containers": Flags.boolean({
      summary: "Also listen on the container engine's bridge, so that containers reach the sandbox.",
      env: "AVB_FOR_CONTAINERS",
    }),
    seed: Flags.boolean({ summary: "Seed from the documents.", default: true, allowNo: true, env: "AVB_SEED" }),
    ...hooksFlag,
    progress: Flags.option({
      summary: "Write what happens as one JSON object a line.",
      options: ["json"] as const,
      exclusive: ["json"],
      env: "AVB_PROGRESS",
    })(),
    pull: Flags.boolean({
      summary: "Fetch images that are not on this machine.",
      default: true,
      allowNo: true,
      env: "AVB_PULL",
    }),
    prepare: Flags.boolean({
      summary: "Prepare images for quicker starts, once on this machine; remembered until said otherwise.",
      allowNo: true,
      env: "AVB_PREPARE",
    }),
    "allow-standin": Flags.boolean({
      summary:
        "Run avb's own stand-in for a service whose images cannot be had (lago); remembered while the stack is there.",
      allowNo: true,
      env: "AVB_ALLOW_STANDIN",
    }),
    "allow-remote": Flags.boolean({
      summary: "Run containers on another machine's engine, behind ssh; remembered while the stack is there.",
      env: "AVB_ALLOW_REMOTE",
    }),
    timeout: Flags.string({
      summary: `Give up after this many seconds; ${LIVE_UP_S} where containers take part, else 60.`,
      aliases: ["wait-timeout"],
      env: "AVB_TIMEOUT",
    }),
    reveal: Flags.boolean({ summary: "Put the test users' passwords into JSON too.", env: "AVB_REVEAL" }),
  };

  async run(): Promise<UpResult> {
    const { flags } = await this.parse(Up);
    const events = flags.progress === "json";
    const options = {
      ...{ ...overridesOf(flags), version: this.config.version, strict: flags.strict, seed: flags.seed },
      forContainers: flags["for-containers"],
      ...(flags.timeout === undefined
        ? {}
        : { timeoutMs: wholeNumber("--timeout", flags.timeout, { from: 1, to: 3600, usual: 60 }) * 1000 }),
      ...{ pull: flags.pull, hooks: flags.hooks, prepare: flags.prepare, allowStandIn: flags["allow-standin"] },
      ...{ only: flags.only, detach: flags.detach },
      reveal: flags.reveal || !(this.jsonEnabled() || events),
    };
    if (flags.plan) {
      const { plan, result } = await this.running((tools) => planUpOnly(tools, options));
      this.print(describePlan(plan));
      return result;
    }
    const result = await this.running((tools) => up(tools, options), { events });
    this.print(events ? progressLine("result", { ok: true, ...result }) : upPage(result, process.stdout.columns));
    return result;
  }
}
