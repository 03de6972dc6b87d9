import { z } from "zod";
import type { Fragment, FragmentSchema, FragmentVerdict, ServiceDefaults } from "../domain/fragment.ts";
import { describeFinding } from "../domain/fragment-issues.ts";
import { CAPABILITIES, FORMS, isPinned, LONGEST_NAME, type TextForm } from "../domain/fragment-rules.ts";

const text = ({ pattern, allowed }: TextForm) => z.string({ error: allowed }).regex(pattern, { error: allowed });
const count = (most: number) => {
  const error = `a whole number from 1 to ${most}`;
  return z.int({ error }).min(1, { error }).max(most, { error });
};
const WORD = "text without a zero byte";
const word = z.string({ error: WORD }).regex(/^[^\0]+$/, { error: WORD });
const words = z.array(word, { error: "a list of texts" }).min(1, { error: "a list of at least one text" });
const flag = z.boolean({ error: "true or false" });

const serviceName = text(FORMS.serviceName).max(LONGEST_NAME, { error: FORMS.serviceName.allowed });

const healthcheck = z.strictObject(
  {
    test: words.refine(([kind, ...rest]) => (kind === "CMD" || kind === "CMD-SHELL") && rest.length > 0, {
      error: "[CMD, PROGRAM, ARGUMENT…] or [CMD-SHELL, LINE]; for none at all say x-avb-ready: none",
    }),
    interval: text(FORMS.duration).exactOptional(),
    timeout: text(FORMS.duration).exactOptional(),
    retries: count(100).exactOptional(),
    start_period: text(FORMS.duration).exactOptional(),
    start_interval: text(FORMS.duration).exactOptional(),
  },
  { error: "a map with test and durations" },
);

const NO_HEALTHCHECK = "a healthcheck, or x-avb-ready: none where nothing inside the container can tell";
const service = z
  .strictObject(
    {
      image: text(FORMS.image).refine(isPinned, { error: FORMS.image.allowed }),
      entrypoint: words.exactOptional(),
      command: words.exactOptional(),
      user: text(FORMS.user).exactOptional(),
      working_dir: text(FORMS.path).exactOptional(),
      volumes: z.array(text(FORMS.volume), { error: `a list; each is ${FORMS.volume.allowed}` }).exactOptional(),
      tmpfs: z.array(text(FORMS.tmpfs), { error: "a list of absolute paths" }).exactOptional(),
      cap_add: z
        .array(z.enum(CAPABILITIES, { error: `one of ${CAPABILITIES.join(", ")}` }), { error: "a list" })
        .exactOptional(),
      mem_limit: text(FORMS.size).exactOptional(),
      pids_limit: count(4096).exactOptional(),
      shm_size: text(FORMS.size).exactOptional(),
      init: flag.exactOptional(),
      read_only: flag.exactOptional(),
      restart: text(FORMS.restart).exactOptional(),
      stop_signal: text(FORMS.signal).exactOptional(),
      stop_grace_period: text(FORMS.duration).exactOptional(),
      healthcheck: healthcheck.exactOptional(),
      "x-avb-ready": z.literal("none", { error: "none" }).exactOptional(),
    },
    { error: "a map that describes a container" },
  )
  .superRefine((found, context) => {
    if (found.healthcheck === undefined && found["x-avb-ready"] === undefined)
      context.addIssue({ code: "custom", path: ["healthcheck"], input: undefined, message: NO_HEALTHCHECK });
  });

const SERVICES = "a map of at least one container by name";
const fragment = z
  .strictObject(
    {
      services: z.record(serviceName, service, { error: SERVICES }).refine((found) => Object.keys(found).length > 0, {
        error: SERVICES,
      }),
      volumes: z
        .record(serviceName, z.null({ error: "nothing after the colon: a plain named volume" }), {
          error: "a map of volume names, each with nothing after the colon",
        })
        .default({}),
    },
    { error: "a map with services and volumes" },
  )
  .superRefine(({ services, volumes }, context) => {
    for (const [name, { volumes: mounts = [] }] of Object.entries(services))
      for (const [index, mount] of mounts.entries())
        if (!Object.hasOwn(volumes, mount.slice(0, mount.indexOf(":"))))
          context.addIssue({
            code: "custom",
            path: ["services", name, "volumes", index],
            input: mount,
            message: FORMS.volume.allowed,
          });
  })
  .transform(({ services, volumes }): Fragment => ({ services, volumes: Object.keys(volumes) }));

const defaults = z
  .strictObject({
    "x-avb-defaults": z.strictObject({
      restart: text(FORMS.restart),
      security_opt: z.tuple([z.literal("no-new-privileges:true", { error: "no-new-privileges:true" })]),
      cap_drop: z.tuple([z.literal("ALL", { error: "ALL" })]),
      mem_limit: text(FORMS.size),
      pids_limit: count(4096),
      logging: z.strictObject({
        driver: z.literal("json-file", { error: "json-file" }),
        options: z.record(z.string(), z.string({ error: "text" })),
      }),
    }),
  })
  .transform((found): ServiceDefaults => found["x-avb-defaults"]);

/** The allow-list of fragments on zod. */
export const zodFragmentSchema: FragmentSchema = {
  check: async (value) => verdict(fragment.safeParse(value, { reportInput: true })),
  checkDefaults: async (value) => verdict(defaults.safeParse(value, { reportInput: true })),
};

function verdict<Shape>(found: z.ZodSafeParseResult<Shape>): FragmentVerdict<Shape> {
  if (found.success) return { ok: true, value: found.data };
  const issues = found.error.issues.flatMap((issue) =>
    describeFinding({
      path: issue.path.filter((part) => typeof part !== "symbol"),
      allowed: issue.code === "invalid_key" ? (issue.issues[0]?.message ?? "") : issue.message,
      got: issue.input,
      ...(issue.code === "unrecognized_keys" ? { keys: issue.keys } : {}),
      atKey: issue.code === "invalid_key",
    }),
  );
  return { ok: false, issues };
}
