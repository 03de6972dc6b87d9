import type { Check } from "../../domain/check.ts";
import { satisfies } from "../../domain/version.ts";

/** The oldest Node that avb runs on: `engines` in its package. */
const OLDEST = "20.19";

/** Node's version. */
export const nodeCheck: Check = {
  id: "node",
  title: "Node",
  looksAt: `the version of Node that runs avb (at least ${OLDEST})`,
  run: async ({ host }) => {
    if (satisfies(host.node, `>=${OLDEST}`)) return [{ state: "ok", says: `Node ${host.node}` }];
    const says = `Node ${host.node} is older than ${OLDEST}, the oldest avb runs on`;
    return [{ state: "fail", says, fixes: ["nvm install 22", "install it from https://nodejs.org/en/download"] }];
  },
};
