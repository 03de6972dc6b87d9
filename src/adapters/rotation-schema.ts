import * as z from "zod/mini";
import { ENVIRONMENTS } from "../domain/credential.ts";
import type { KeyPath } from "../domain/yaml-document.ts";

const WORDS = "a list of texts: a program and its arguments";
const SECONDS = "seconds, 1 to 3600";
const SPAN = "a time span such as 90s, 2h or 1d";
const NAME = "a name of letters, digits and . _ : / @ -";
const WORKLOAD = "a kind and a name, such as deployment/api";
const PROJECT = "a project's id of letters, digits, '_' and '-'";
const ONE_WAY = "a map with exactly one of 'run', 'kubectl', 'compose'";

const text = (error: string, pattern: RegExp) => z.string({ error }).check(z.regex(pattern, { error }));
const named = text(NAME, /^[A-Za-z0-9][\w.:/@-]{0,252}$/);
const command = z
  .array(text("a text without control characters", /^[^\p{Cc}]+$/u), { error: WORDS })
  .check(z.minLength(1, { error: WORDS }));

const kubectl = z.strictObject(
  {
    context: named,
    namespace: named,
    workload: text(WORKLOAD, /^(?:deployment|statefulset|daemonset)\/[a-z0-9][a-z0-9.-]{0,252}$/),
  },
  { error: "a map with 'context', 'namespace' and 'workload'" },
);
const compose = z.strictObject({ project: named, service: named }, { error: "a map with 'project' and 'service'" });

const consumer = z
  .strictObject(
    {
      ...{ run: z.exactOptional(command), kubectl: z.exactOptional(kubectl), compose: z.exactOptional(compose) },
      health: z.exactOptional(command),
      timeout: z.exactOptional(
        z.int({ error: SECONDS }).check(z.minimum(1, { error: SECONDS }), z.maximum(3600, { error: SECONDS })),
      ),
      environments: z.exactOptional(
        z.array(z.enum(ENVIRONMENTS, { error: `one of ${ENVIRONMENTS.join(", ")}` }), {
          error: "a list of environments",
        }),
      ),
    },
    { error: ONE_WAY },
  )
  .check(
    z.refine((one) => [one.run, one.kubectl, one.compose].filter((way) => way !== undefined).length === 1, {
      error: ONE_WAY,
    }),
  );

/** How a credential is replaced. */
export const rotation = z.strictObject(
  {
    consumers: z.exactOptional(z.array(consumer, { error: "a list of consumers" })),
    grace: z.exactOptional(text(SPAN, /^(?:\d{1,6}[smhd])+$/)),
    project: z.exactOptional(text(PROJECT, /^[\w-]{1,100}$/)),
  },
  { error: "a map with 'consumers', 'grace', 'project'" },
);

const CONSUMER_KEYS = ["run", "kubectl", "compose", "health", "timeout", "environments"];

/** The keys of the map that stands there, for messages. */
export function rotationKeysAt(path: KeyPath): readonly string[] {
  if (path.length <= 2) return Object.keys(rotation.shape);
  const last = path.at(-1);
  if (last === "kubectl") return Object.keys(kubectl.shape);
  return last === "compose" ? Object.keys(compose.shape) : CONSUMER_KEYS;
}
