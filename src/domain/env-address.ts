import type { EnvValue, View } from "./env-value.ts";
import { AvbError } from "./errors/avb-error.ts";
import type { Service } from "./service.ts";
import { applicationPort } from "./slot-addresses.ts";
import type { Stack } from "./stack.ts";

/** Where values are read from; `gateway` is the address at which containers reach the machine, when it is not Docker's own name. */
export interface ResolveOptions {
  readonly view: View;
  readonly gateway?: string;
}

/** What an address is resolved against. */
export interface Addressing extends ResolveOptions {
  readonly services: readonly Service[];
  readonly stack: Stack;
}

/** The name by which a container reaches the machine it runs on (Docker Desktop's, and compose's `host-gateway`). */
const HOST_FROM_CONTAINER = "host.docker.internal";

/** An address as text, with a secret's name where it holds a password. */
export type Address =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "secret"; readonly name: string; readonly prefix: string; readonly suffix: string };

const text = (value: string): Address => ({ kind: "text", text: value });

type Of<Kind extends EnvValue["kind"]> = Extract<EnvValue, { readonly kind: Kind }>;

/** The address of a service's port. */
export function endpointOf(endpoint: Of<"endpoint">, addressing: Addressing): Address {
  const { host, port } = placeOf(endpoint, { ...addressing, view: endpoint.view ?? addressing.view });
  if (endpoint.form === "host") return text(host);
  if (endpoint.form === "port") return text(String(port));
  if (endpoint.form === "hostport") return text(`${host}:${port}`);
  const scheme = `${endpoint.scheme ?? "http"}://`;
  const rest = `${host}:${port}${endpoint.path ?? ""}`;
  const user = endpoint.user ?? "";
  if (endpoint.password !== undefined)
    return { kind: "secret", name: endpoint.password, prefix: `${scheme}${user}:`, suffix: `@${rest}` };
  return text(`${scheme}${user === "" ? "" : `${user}@`}${rest}`);
}

/** Host and port at which a service's port is reached from the view; one that does not run has the address it would have. */
function placeOf({ service: id, port }: Of<"endpoint">, addressing: Addressing) {
  const { services, stack, view } = addressing;
  const service = services.find((one) => one.id === id);
  const fact = service?.ports[port];
  const onHost = stack.ports.get(`${id}.${port}`) ?? fact?.host;
  if (fact === undefined || onHost === undefined)
    throw AvbError.of("BUG", { what: `no address is known for ${id}.${port}` });
  if (view === "host" || stack.embedded.has(id)) return { host: machine(addressing), port: onHost };
  return { host: service?.knownAs ?? id, port: fact.inside ?? fact.container };
}

/** What the developer's machine is called from the view. */
const machine = ({ view, gateway }: ResolveOptions): string =>
  view === "host" ? "localhost" : (gateway ?? HOST_FROM_CONTAINER);

/** The address of a program on the developer's machine that is no service of the catalogue. */
export function machineAddress({ scheme, port }: Of<"machine">, addressing: Addressing): Address {
  const number = typeof port === "number" ? port : applicationPort(port, addressing.stack.slot);
  return text(`${scheme}://${machine(addressing)}:${number}`);
}

/** The application's pages as a browser on this machine names them, whoever asks. */
export const originsOf = ({ ports }: Of<"origins">, { stack }: Addressing): Address =>
  text(ports.map((port) => `http://localhost:${applicationPort(port, stack.slot)}`).join(","));

/** Every name by which a program on this machine or in a container may call this machine. */
export const machineNames = ({ gateway }: ResolveOptions): Address =>
  text(["localhost", "127.0.0.1", "[::1]", HOST_FROM_CONTAINER, ...(gateway === undefined ? [] : [gateway])].join(","));
