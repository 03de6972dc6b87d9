import type { CreateRequest } from "../containers.ts";
import type { Data } from "../render-context.ts";
import { bytes, nanoseconds } from "./units.ts";

/** The parts of a rendered container that its request is made from; the renderer writes no others. */
interface ComposeContainer {
  readonly image: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly user?: string;
  readonly working_dir?: string;
  readonly init?: boolean;
  readonly read_only?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly (string | BindMount)[];
  readonly tmpfs?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: Readonly<Record<string, { readonly aliases?: readonly string[] } | null>>;
  readonly extra_hosts?: readonly string[];
  readonly healthcheck?: Readonly<Record<string, unknown>> & { readonly test?: readonly string[] };
  readonly restart?: string;
  readonly stop_signal?: string;
  readonly stop_grace_period?: string;
  readonly security_opt?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly shm_size?: string;
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
  readonly labels?: Readonly<Record<string, string>>;
}

/** A folder of the host, as compose's long form has it. */
interface BindMount {
  readonly type: "bind";
  readonly source: string;
  readonly target: string;
  readonly read_only?: boolean;
}

/** Where a container belongs. */
export interface ContainerPlace {
  readonly project: string;
  readonly container: string;
  /** The engine's names of the document's networks, by their keys there. */
  readonly networks: Readonly<Record<string, string>>;
  /** More labels: the digest of what is put into it, and whose project it is. */
  readonly labels: Readonly<Record<string, string>>;
  /** Mounts that the document does not have, as the engine writes them: `/of/this/machine:/there:ro,z`. */
  readonly binds?: readonly string[];
}

/**
 * The Engine API's request for a rendered container (API v1.44, `POST /containers/create`): what compose would ask for, except
 * that its secrets and configuration are files which are put into it before it starts.
 */
export function createRequest(body: Data, place: ContainerPlace): CreateRequest {
  const one = body as unknown as ComposeContainer;
  const endpoints = Object.entries(one.networks ?? {}).map(([key, options]) => [
    place.networks[key] ?? key,
    { Aliases: [place.container, ...(options?.aliases ?? [])] },
  ]);
  return dropUndefined({
    Image: one.image,
    Entrypoint: one.entrypoint,
    Cmd: one.command,
    User: one.user,
    WorkingDir: one.working_dir,
    Env: Object.entries(one.environment ?? {}).map(([name, value]) => `${name}=${value}`),
    ExposedPorts: Object.fromEntries((one.ports ?? []).map((port) => [`${published(port).inside}/tcp`, {}])),
    Healthcheck: healthcheck(one.healthcheck),
    StopSignal: one.stop_signal,
    StopTimeout: Math.round(nanoseconds(one.stop_grace_period) / 1e9) || undefined,
    Labels: { ...one.labels, ...place.labels },
    HostConfig: hostConfig(one, place),
    NetworkingConfig: { EndpointsConfig: Object.fromEntries(endpoints) },
  });
}

function hostConfig(one: ComposeContainer, { networks, project, binds = [] }: ContainerPlace): Data {
  const [network] = Object.keys(one.networks ?? {});
  const [policy = "no", retries] = (one.restart ?? "no").split(":");
  return dropUndefined({
    Binds: [
      ...(one.volumes ?? []).flatMap((volume) => (typeof volume === "string" ? [`${project}_${volume}`] : [])),
      ...binds,
    ],
    Mounts: (one.volumes ?? []).flatMap((volume) => (typeof volume === "string" ? [] : [mount(volume)])),
    Tmpfs: Object.fromEntries((one.tmpfs ?? []).map((entry) => splitOnce(entry, ":"))),
    PortBindings: Object.fromEntries((one.ports ?? []).map(binding)),
    NetworkMode: network === undefined ? "none" : (networks[network] ?? network),
    ExtraHosts: one.extra_hosts,
    RestartPolicy: { Name: policy, MaximumRetryCount: Number(retries ?? 0) },
    Init: one.init,
    ReadonlyRootfs: one.read_only,
    SecurityOpt: one.security_opt,
    CapDrop: one.cap_drop,
    CapAdd: one.cap_add,
    ...limits(one),
  });
}

const limits = (one: ComposeContainer): Data => ({
  Memory: bytes(one.mem_limit),
  PidsLimit: one.pids_limit,
  ShmSize: bytes(one.shm_size) || undefined,
  LogConfig: one.logging && { Type: one.logging.driver, Config: one.logging.options },
});

const mount = ({ source, target, read_only }: BindMount): Data => ({
  ...{ Type: "bind", Source: source, Target: target, ReadOnly: read_only === true },
  // A folder that is not there is an error, and not made by root (F17).
  BindOptions: { CreateMountpoint: false },
});

function published(port: string): { readonly host: string; readonly inside: string; readonly address: string } {
  const [address = "", host = "", inside = ""] = port.split(":");
  return { address, host, inside };
}

function binding(port: string): readonly [string, readonly Data[]] {
  const { address, host, inside } = published(port);
  return [`${inside}/tcp`, [{ HostIp: address, HostPort: host }]];
}

function healthcheck(check: ComposeContainer["healthcheck"]): Data | undefined {
  if (check === undefined) return undefined;
  const time = (key: string) => nanoseconds(String(check[key] ?? "")) || undefined;
  return dropUndefined({
    ...{ Test: check.test, Interval: time("interval"), Timeout: time("timeout"), Retries: check.retries },
    ...{ StartPeriod: time("start_period"), StartInterval: time("start_interval") },
  });
}

const splitOnce = (text: string, mark: string): readonly [string, string] => {
  const at = text.indexOf(mark);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
};

const dropUndefined = (data: Data): Data =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
