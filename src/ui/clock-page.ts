/** What the page shows; see the flow of the clock. */
interface Page {
  readonly realTime: string;
  readonly sandboxTime: string;
  readonly offset: string;
  readonly moved?: {
    readonly invoicesFinalized: number;
    readonly webhooksQueued: number;
    readonly sessionsEnded: number;
  };
}

/** The sandbox's clock for a person, and what moving it did. */
export function clockPage({ realTime, sandboxTime, offset, moved }: Page): string {
  const rows: readonly (readonly [string, string | number])[] = [
    ["Real time", realTime],
    ["Sandbox time", sandboxTime],
    ["Offset", offset],
    ...(moved === undefined
      ? []
      : ([
          ["Invoices finalised", moved.invoicesFinalized],
          ["Webhooks queued", moved.webhooksQueued],
          ["Sessions ended", moved.sessionsEnded],
        ] as const)),
  ];
  const widest = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(widest)}  ${value}`).join("\n");
}
