import type { AccessFact } from "../../domain/access.ts";

/** The cache; database 0 is the one the application derives the others from. */
export const redisAccess: readonly AccessFact[] = [
  {
    kind: "connection",
    label: "database 0",
    value: { kind: "endpoint", service: "redis", port: "redis", form: "url", scheme: "redis", path: "/0" },
  },
];
