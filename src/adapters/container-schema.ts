import * as z from "zod/mini";
import type { OwnContainer } from "../domain/own-container.ts";

const PORTS = "a map of names to ports inside the container, such as http: 8080; avb chooses those of this machine";
const INSIDE = "a port inside the container, 1 to 65535";
const NAME = "a name of a-z, 0-9 and '-', at most 32 characters";
const VARIABLE = "a variable's name: letters, digits and '_'";
const VALUE = "a text, a number, true or false";
const PATH = "a path such as /health";
const STATUS = "a status of HTTP, 100 to 599";
const WITHIN = "seconds, 1 to 3600";

const name = z.string({ error: NAME }).check(z.regex(/^[a-z][a-z0-9-]{0,31}$/, { error: NAME }));
const variable = z.string({ error: VARIABLE }).check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: VARIABLE }));
const whole = (from: number, to: number, error: string) =>
  z.int({ error }).check(z.minimum(from, { error }), z.maximum(to, { error }));
const value = z.pipe(z.union([z.string(), z.number(), z.boolean()], { error: VALUE }), z.transform(String));
const map = <Value extends z.ZodMiniType>(key: z.ZodMiniString, of: Value, allowed: string) =>
  z.record(key, of, { error: ({ code }) => (code === "invalid_key" ? undefined : allowed) });

/** The keys of a probe. */
export const PROBE_KEYS = ["port", "path", "status"] as const;

const probe = z.strictObject(
  {
    port: name,
    path: z.string({ error: PATH }).check(z.regex(/^\/[\x21-\x7e]*$/, { error: PATH })),
    status: z._default(whole(100, 599, STATUS), 200),
  },
  { error: "a map with 'port' and 'path'" },
);

/** A container of the team's own: avb's keys; those of a fragment pass and are judged by the rules of fragments. */
export const ownContainer = z.looseObject(
  {
    ports: z.exactOptional(map(name, whole(1, 65535, INSIDE), PORTS)),
    environment: z.exactOptional(map(variable, value, "a map of variables to values")),
    variables: z.exactOptional(map(variable, value, "a map of variables to values")),
    probe: z.exactOptional(probe),
    needs: z.exactOptional(z.array(name, { error: "a list of services" })),
    usable_within: z.exactOptional(whole(1, 3600, WITHIN)),
  } satisfies Partial<Record<keyof OwnContainer, z.ZodMiniType>>,
  { error: "a map that describes a container" },
);
