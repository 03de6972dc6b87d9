import { checksFor } from "../../../credentials/live/checks.ts";
import type { FieldValues } from "../../../domain/credential-store.ts";
import { isFault, type LiveFinding } from "../../../domain/live-verdict.ts";
import { liveFindings } from "../live-check.ts";
import { standingOf } from "../standing.ts";
import type { Judgement, RotationRun } from "./rotation-run.ts";

/** What the vendor says of these values, by the checks that look at a field which is replaced. */
export async function askAbout(run: RotationRun, values: FieldValues): Promise<Judgement> {
  const { credential, secrets, means, way } = run;
  const { environment } = secrets.tools;
  const look = { state: "present", found: { fields: values, version: "", tags: {} } } as const;
  const { fields } = standingOf(credential, look, environment);
  const { signal, deadlineMs } = means;
  const patience = { signal, ...(deadlineMs !== undefined && { deadlineMs }) };
  const findings = await liveFindings(secrets.tools, { credential, values, fields }, patience);
  const checks = checksFor(credential);
  // A check of what stands beside the key says nothing of whether it is taken.
  const about = findings.filter((_, index) => {
    const { check, fields: asked = {} } = checks[index] ?? {};
    return check?.besides !== true && Object.values(asked).some((name) => way.fields.includes(name));
  });
  return judgementOf(about);
}

/** The worst of them speaks: what is refused, then what is not known. */
function judgementOf(findings: readonly LiveFinding[]): Judgement {
  const refused = findings.find(({ state }) => state === "invalid");
  if (refused !== undefined) return { state: "bad", says: refused.says };
  const open = findings.find(({ state }) => state === "indeterminate");
  if (open !== undefined) return { state: "unknown", says: open.says };
  const [first] = findings;
  if (first === undefined) return { state: "unasked", says: "no vendor can be asked about it" };
  const { missing: lacks = [], excess = [] } = findings.find(isFault) ?? {};
  const scopes = [
    ...(lacks.length > 0 ? [`lacks ${lacks.join(", ")}`] : []),
    ...(excess.length > 0 ? [`may ${excess.join(", ")} beside`] : []),
  ];
  return { state: "good", says: [first.says, ...scopes].join("; "), lacks };
}
