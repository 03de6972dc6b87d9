/** What a line is drawn from. */
interface Entry {
  readonly source: string;
  readonly level: string;
  readonly text: string;
}

/** Codes of eight colours that can be read on light and dark (ECMA-48, SGR). */
const COLOURS = [36, 33, 32, 35, 34, 96, 93, 92] as const;
const SHORTEST = 8;

/** Draws lines with the name of who wrote them before each, in one colour a name; plain where colours are not wanted. */
export function logDrawer({ colour }: { readonly colour: boolean }): (entry: Entry) => string {
  const names: string[] = [];
  let width = SHORTEST;
  return ({ source, text }) => {
    if (!names.includes(source)) names.push(source);
    width = Math.max(width, source.length);
    const name = `${source.padEnd(width)} │`;
    const code = COLOURS[names.indexOf(source) % COLOURS.length];
    return `${colour ? `\u001b[${code}m${name}\u001b[0m` : name} ${text}`;
  };
}
