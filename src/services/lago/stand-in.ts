import type { Service } from "../../domain/service.ts";
import { lago } from "./index.ts";

/**
 * Lago where its own images cannot be had: the sandbox's billing API in one container, with the same address, keys and webhooks.
 * `digest` is that of the program, so that another program makes another image.
 */
export function lagoStandIn(digest: string): Service {
  const { keptUnder: _, ...rest } = lago;
  return {
    ...rest,
    containers: {
      "lago-api": {
        secrets: { as: "files", uid: 1000 },
        texts: {
          LAGO_API_URL: ["http://localhost:", { hostPort: "lago.api" }],
          LAGO_ORG_API_KEY: [{ secret: "lago/api-key" }],
          LAGO_RSA_PRIVATE_KEY: [{ secret: "lago/rsa-private-key" }],
          AVB_BILLING_FOLDER: ["/data/billing"],
        },
        publishes: ["api"],
        reachable: true,
        reachesMachine: true,
        prepared: {
          steps: [
            `LABEL avb.program=${digest}`,
            // A new volume takes its owner from the folder that the image has.
            "RUN mkdir /avb /data && chown node:node /data",
            "COPY billing.cjs /avb/billing.cjs",
          ],
          entrypoint: ["node", "/avb/billing.cjs"],
          files: { "billing.cjs": "dist/billing.cjs" },
          needed: true,
        },
      },
    },
  };
}
