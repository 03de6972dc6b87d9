import { redactor } from "./redact.ts";

const NAME = /secret|token|passw|pwd|passphrase|credential|private|api[-_]?key|access[-_]?key|(?:^|[-_.])key$|auth$/i;
/** A long run of letters and digits mixed: what generated keys look like. */
const RANDOM = /\b(?=\w*\d)(?=\w*[A-Za-z])\w{24,}/;

/** Longer texts are not looked through: nobody reads them on a terminal either. */
const LONGEST = 2000;

const masked = redactor([], (text) => text);

/** True when a value should not be shown: its name speaks of a secret, or its text has the shape of one. */
export const looksSecret = (name: string, text: string): boolean =>
  text !== "" && (text.length > LONGEST || NAME.test(name) || masked(text) !== text || RANDOM.test(text));
