const MASK = "[redacted]";
const SHORTEST = 4;

/** Shapes that are secret wherever they stand: tokens, keys, passwords in addresses and in query strings. */
const SHAPES: readonly { readonly pattern: RegExp; readonly replacement: string }[] = [
  { pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, replacement: MASK },
  { pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, replacement: MASK },
  { pattern: /\b(Bearer|Basic)\s+[\w~+/.=-]{8,}/gi, replacement: `$1 ${MASK}` },
  { pattern: /([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, replacement: `$1:${MASK}@` },
  {
    pattern:
      /\b((?:client_secret|password|refresh_token|access_token|id_token|id_token_hint|token|code|code_verifier|assertion)=)[^&\s"']+/gi,
    replacement: `$1${MASK}`,
  },
];

/** The forms in which a known secret may turn up: as it is, base64, URL-encoded, inside JSON. */
function formsOf(secret: string, base64: (text: string) => string): readonly string[] {
  return [secret, base64(secret), encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
}

/** Makes a function that masks every known secret (of 4 characters or more) and everything that has a secret's shape. */
export function redactor(secrets: readonly string[], base64: (text: string) => string): (text: string) => string {
  const known = [
    ...new Set(secrets.filter((secret) => secret.length >= SHORTEST).flatMap((secret) => formsOf(secret, base64))),
  ];
  known.sort((a, b) => b.length - a.length);
  return (text) => {
    let masked = text;
    for (const form of known) masked = masked.replaceAll(form, MASK);
    for (const { pattern, replacement } of SHAPES) masked = masked.replace(pattern, replacement);
    return masked;
  };
}
