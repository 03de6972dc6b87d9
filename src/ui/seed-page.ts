/** What the page shows; see the flow `seed`. */
interface Page {
  readonly planned: boolean;
  readonly written: number;
  readonly services: readonly {
    readonly service: string;
    readonly does: string;
    readonly word: string;
    readonly note: string;
    readonly identities: readonly { readonly kind: string; readonly key: string; readonly do: string }[];
  }[];
}

/** What a seeding wrote or would write, a line each; then what was left alone. */
export function seedPage({ planned, written, services }: Page): string {
  const lines = services.flatMap(({ service, does, word, note, identities }) => {
    if (does === "nothing") return [`${service}: nothing to seed (${[word, note].filter(Boolean).join(", ")})`];
    const changes = identities.filter((identity) => identity.do !== "orphan");
    const orphans = identities.filter((identity) => identity.do === "orphan");
    return [
      `${service}: ${summary(planned, changes.length, written)}`,
      ...changes.map((change) => `  ${change.do} ${change.kind} ${change.key}`),
      ...orphans.map(({ kind, key }) => `  left alone: ${kind} ${key} (not in the document)`),
    ];
  });
  return lines.join("\n");
}

function summary(planned: boolean, differ: number, written: number): string {
  if (planned) return differ === 0 ? "nothing would be written" : `${differ} would be written`;
  return written === 0 ? "as the document says, nothing written" : `${written} written`;
}
