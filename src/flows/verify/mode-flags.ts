import { documentedStack } from "../../domain/documented-stack.ts";
import { renderEnv } from "../../domain/env-format/render-env.ts";
import { resolveEnv } from "../../domain/env-resolve.ts";
import { VIEWS } from "../../domain/env-value.ts";
import { MODES, type Mode } from "../../domain/modes.ts";
import type { Proof } from "../../domain/proof.ts";
import type { Service } from "../../domain/service.ts";
import { services } from "../../services/index.ts";
import { effectiveEnv } from "../env-values.ts";
import { plainValues } from "../plain-values.ts";
import { tried } from "./claim.ts";
import type { ProofSubject } from "./verifier.ts";

/** A variable by which an application learns that the mode bypasses, mocks or disables a service (matrix section 3.1). */
export interface ModeFlag {
  readonly service: Service;
  readonly name: string;
  /** What it says while the service is bypassed, mocked or disabled. */
  readonly off: string;
  /** What it says while the service runs. */
  readonly on: string;
}

/** The flags of section 3.1, read from its column Configuration. */
export const modeFlags = (): readonly ModeFlag[] =>
  services.flatMap((service: Service) => {
    const [, name, off] = /^`([A-Z_]+)=(true|false)`$/.exec(service.statuses?.sandbox.configuration ?? "") ?? [];
    if (name === undefined || off === undefined || service.external) return [];
    return [{ service, name, off, on: off === "true" ? "false" : "true" }];
  });

const FIX = "avb dev env --check";

/** Each mode's flag in the mode's own documented stack, then what an application is really given here, in both views. */
export async function proveFlag(subject: ProofSubject, flag: ModeFlag, prefix: string): Promise<readonly Proof[]> {
  const modes = await Promise.all(MODES.map((mode) => documentedFlag(flag, mode, prefix)));
  const { name, service, off, on } = flag;
  const isOn = subject.stack.running.has(service.id);
  const wanted = isOn ? on : off;
  const because = isOn ? "runs" : "does not run";
  const here = await Promise.all(
    VIEWS.map((view) =>
      tried(
        {
          id: `${prefix}.here.${view}`,
          claim: `${name} is ${wanted} for the ${view}, because ${service.title} ${because} here`,
          fix: FIX,
        },
        async () => {
          const seen = await renderedValue(subject, flag, view);
          return seen === wanted ? undefined : `it is ${seen}`;
        },
      ),
    ),
  );
  return [...modes, ...here];
}

const documentedFlag = (flag: ModeFlag, mode: Mode, prefix: string): Promise<Proof> => {
  const wanted = wantedIn(flag, mode);
  const claim = `${flag.name} exists and is ${wanted} in ${mode}`;
  return tried({ id: `${prefix}.${mode}`, claim, fix: FIX }, async () => {
    const stack = documentedStack(services, { mode });
    const found = resolveEnv(services, stack, { view: "container" }).find((one) => one.name === flag.name);
    if (found === undefined) return "there is no such variable";
    const { value } = found;
    const seen =
      value.kind === "text" ? value.text : value.kind === "platform" ? LEFT : `a value of kind ${value.kind}`;
    return seen === wanted ? undefined : `it is ${seen}`;
  });
};

const LEFT = "left to the platform";

/** In production nothing is bypassed; what is optional there is the platform's matter. */
function wantedIn({ service, on, off }: ModeFlag, mode: Mode): string {
  if (service.statuses?.[mode].word === "OPTIONAL") return LEFT;
  return service.statuses?.[mode].word === "ENABLED" ? on : off;
}

/** The value as it stands in the file that an application reads. */
async function renderedValue(
  { world, checkout, stack }: ProofSubject,
  { name, service }: ModeFlag,
  view: (typeof VIEWS)[number],
): Promise<string> {
  const wishes = { view, services: [service.id], renames: [] };
  const { variables } = await effectiveEnv(world, checkout, stack, wishes);
  const { entries } = await plainValues(world, checkout, variables, { secrets: false, stack });
  const line = renderEnv("dotenv", entries)
    .split("\n")
    .find((one) => one.startsWith(`${name}=`));
  return line?.slice(name.length + 1).replace(/^'(.*)'$/, "$1") ?? "not among the variables";
}
