import { createHash } from "node:crypto";

const hex = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

/** The answer to a challenge of PostgreSQL's older kind of login. */
export const md5Answer = (user: string, password: string, salt: Buffer): string =>
  `md5${hex(hex(password, user), salt)}`;
