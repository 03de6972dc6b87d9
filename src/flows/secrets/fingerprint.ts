import type { Secret } from "../../domain/secret.ts";
import type { World } from "../../domain/world.ts";

const DIGITS = 12;

/** The beginning of a value's sha256: tells whether two are the same without showing either. */
export const fingerprint = ({ hash }: Pick<World, "hash">, secret: Secret): string =>
  hash.sha256(secret.reveal()).slice(0, DIGITS);
