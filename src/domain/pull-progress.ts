/** What the Engine API says while it pulls: a line of JSON for each change of a layer. */
export interface PullEvent {
  readonly id?: string;
  readonly status?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

/** Bytes of all layers that are fetched, as far as their sizes are known yet. */
export interface PullProgress {
  readonly bytes: number;
  readonly of: number;
  readonly layers: number;
}

const FETCHED = ["Verifying Checksum", "Download complete", "Extracting", "Pull complete"];
const WAITING = ["Pulling fs layer", "Waiting", "Downloading"];

/** Adds up the layers of one pull; a layer that is there already does not count. Answers undefined when nothing changed. */
export function pullProgress(): (event: PullEvent) => PullProgress | undefined {
  const layers = new Map<string, { bytes: number; of: number }>();
  return ({ id = "", status = "", progressDetail = {} }) => {
    if (!FETCHED.includes(status) && !WAITING.includes(status)) return undefined;
    const known = layers.get(id) ?? { bytes: 0, of: 0 };
    const { current = 0, total = 0 } = status === "Downloading" ? progressDetail : {};
    const of = Math.max(known.of, total, current);
    layers.set(id, { of, bytes: FETCHED.includes(status) ? of : Math.max(known.bytes, current) });
    const sum = (key: "bytes" | "of") => [...layers.values()].reduce((all, layer) => all + layer[key], 0);
    return { bytes: sum("bytes"), of: sum("of"), layers: layers.size };
  };
}
