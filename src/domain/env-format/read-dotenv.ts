const LINE = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/;

/**
 * The values of a dotenv file by name, the last line of a name holding. Quotes around a whole value are taken off, a comment
 * begins at ` #` outside of them; nothing inside a value is replaced. Lines of any other form are passed over.
 */
export function readDotenv(text: string): ReadonlyMap<string, string> {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  return new Map(
    lines.flatMap((line) => {
      const [, name, value] = LINE.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, unquoted(value)] as const];
    }),
  );
}

function unquoted(value: string): string {
  const [, , inner] = /^(['"])(.*?)\1(?:\s+#.*)?$/.exec(value) ?? [];
  return inner ?? value.replace(/(?:^|\s+)#.*$/, "");
}
