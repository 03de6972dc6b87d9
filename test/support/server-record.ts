import type { SandboxInstance } from "../../src/domain/sandbox-instance.ts";

const WHOLE: SandboxInstance = {
  ...{ instance: "i", pid: 77, processStart: "9", startedAtMs: 0, version: "1.0.0", slot: 0 },
  ...{ identityPort: 8080, billingPort: 63690, baseUrl: "http://localhost:8080", realm: "r", adminToken: "t" },
};

/** The text of a running server's record, with these fields in place of the ordinary ones. */
export const serverRecord = (fields: object = {}): string => JSON.stringify({ ...WHOLE, ...fields });
