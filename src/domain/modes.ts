/** The ways a stack can be run (matrix section 3). */
export const MODES = ["sandbox", "live", "production"] as const;

/** One of the three deployment modes of matrix section 3. */
export type Mode = (typeof MODES)[number];

/** True when the text names a mode. */
export const isMode = (text: string): text is Mode => (MODES as readonly string[]).includes(text);
