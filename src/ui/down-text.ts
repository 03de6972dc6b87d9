/** What was ended; see the flow `down`. */
interface Ended {
  readonly was: "running" | "dead" | "cut off" | "not running";
  readonly pid?: number;
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** What `down` did, a sentence for the server and one for each kind of thing at the engine. */
export function downText({ was, pid, containers, networks, volumes }: Ended): readonly string[] {
  const atEngine = [
    ...(containers.length === 0 ? [] : [`${counted(containers, "container")} ended: ${containers.join(", ")}`]),
    ...(networks.length === 0 ? [] : [`${counted(networks, "network")} removed: ${networks.join(", ")}`]),
    ...(volumes.length === 0 ? [] : [`${counted(volumes, "volume")} removed with the data: ${volumes.join(", ")}`]),
  ];
  const server = SERVER[was].replace("{pid}", String(pid));
  return was === "not running" && atEngine.length > 0 ? atEngine : [server, ...atEngine];
}

const SERVER: Readonly<Record<Ended["was"], string>> = {
  running: "the sandbox server (pid {pid}) has ended",
  dead: "the sandbox server (pid {pid}) was gone already; its record is removed",
  "cut off": "the server of a start that was cut off (pid {pid}) has ended",
  "not running": "the sandbox is not running",
};

const counted = ({ length }: readonly string[], what: string): string => `${length} ${what}${length === 1 ? "" : "s"}`;
