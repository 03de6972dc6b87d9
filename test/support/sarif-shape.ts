import { z } from "zod";

/** What sections 3.13 to 3.30 of SARIF 2.1.0 require of the parts that avb writes; nothing else may stand there. */
const message = z.strictObject({ text: z.string().min(1) });
const level = z.enum(["none", "note", "warning", "error"]);
const uri = z.string().regex(/^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})+$/);
const place = z.int().min(1);

const region = z
  .strictObject({ startLine: place, startColumn: place, endLine: place, endColumn: place })
  .refine((one) => one.endLine > one.startLine || one.endColumn >= one.startColumn);

const location = z.union([
  z.strictObject({
    physicalLocation: z.strictObject({
      artifactLocation: z.strictObject({ uri, uriBaseId: z.string().optional() }),
      region,
    }),
  }),
  z.strictObject({
    logicalLocations: z.array(z.strictObject({ fullyQualifiedName: z.string(), kind: z.string() })).min(1),
  }),
]);

const result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().min(0),
  level,
  message,
  locations: z.array(location).min(1),
  partialFingerprints: z.record(z.string(), z.string()),
  properties: z.record(z.string(), z.unknown()),
});

const rule = z.strictObject({
  id: z.string().min(1),
  name: z.string().regex(/^[A-Z][A-Za-z0-9]*$/),
  shortDescription: message,
  fullDescription: message,
  help: message,
  properties: z.strictObject({
    tags: z.array(z.string()),
    "security-severity": z.string().regex(/^(?:10|\d)\.\d$/),
  }),
  defaultConfiguration: z.strictObject({ level }),
});

const run = z
  .strictObject({
    tool: z.strictObject({
      driver: z.strictObject({ name: z.string().min(1), version: z.string(), rules: z.array(rule) }),
    }),
    columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
    originalUriBaseIds: z.record(z.string(), z.strictObject({ description: message })),
    results: z.array(result),
  })
  // 3.27.6 and 3.27.7: an index leads to the rule of that id. 3.4.4: a base is one of those that are named.
  .refine((one) => one.results.every(({ ruleId, ruleIndex }) => one.tool.driver.rules[ruleIndex]?.id === ruleId))
  .refine((one) =>
    one.results.every(({ locations }) =>
      locations.every((at) => {
        const base = "physicalLocation" in at ? at.physicalLocation.artifactLocation.uriBaseId : undefined;
        return base === undefined || base in one.originalUriBaseIds;
      }),
    ),
  );

/** A SARIF log as far as avb writes one; throws with the place of everything that breaks the format. */
export const sarifShape = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.array(run).min(1),
});
