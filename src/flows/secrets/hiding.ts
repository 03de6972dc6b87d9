import type { FieldValues } from "../../domain/credential-store.ts";
import { inOneLine } from "../../domain/printable.ts";
import { redactor } from "../../domain/redact.ts";

const LONGEST_REASON = 400;

/** What makes a store's words fit to be shown. */
export type Hide = (words: string) => string;

/** A server's words in one line, shortened; tokens and keys are masked by their shape. */
export const shown: Hide = (words) => inOneLine(mask([])(words), LONGEST_REASON);

/** The same while these values are being sent: a server may well say them back, also as part of a JSON text. They are masked before anything is cut. */
export function hiding(fields: FieldValues): Hide {
  const texts = Object.values(fields).map((secret) => secret.reveal());
  const escaped = texts.map((text) => JSON.stringify(text).slice(1, -1));
  const lines = texts.flatMap((text) => text.split("\n")).filter((line) => line.length >= 12);
  const masked = mask([...texts, ...escaped, ...lines]);
  return (words) => inOneLine(masked(words), LONGEST_REASON);
}

const mask = (texts: readonly string[]): Hide => redactor(texts, base64);

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
