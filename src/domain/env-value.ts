import type { ApplicationPort } from "./application-ports.ts";

/** Where an address is read from: the developer's machine, or inside an application's container. */
export const VIEWS = ["host", "container"] as const;

/** One of the two places an address is read from. */
export type View = (typeof VIEWS)[number];

/** What the value of an environment variable is: data, never code. */
export type EnvValue =
  | { readonly kind: "literal"; readonly value: string }
  | { readonly kind: "unset" }
  /** A local secret by its name, such as `keycloak/agentvoicebox-backend`. */
  | { readonly kind: "secret"; readonly name: string }
  /** The address of a service's port in the chosen view; `user` and `password`, a local secret's name, make a URL's user part. */
  | {
      readonly kind: "endpoint";
      readonly service: string;
      readonly port: string;
      readonly form: "url" | "hostport" | "host" | "port";
      readonly scheme?: string;
      readonly path?: string;
      readonly user?: string;
      readonly password?: string;
      /** From where it is to be right, whoever reads it. */
      readonly view?: View;
    }
  /** A program on the developer's machine that is no service: the application's own by its port's name, which follows the slot, or another by number. */
  | { readonly kind: "machine"; readonly scheme: string; readonly port: ApplicationPort | number }
  /** The application's pages as a browser names them, between commas: the same in every view. */
  | { readonly kind: "origins"; readonly ports: readonly ApplicationPort[] }
  /** Every name by which this machine is called from itself and from containers, between commas. */
  | { readonly kind: "machineNames" }
  /** A text put together from addresses and at most one secret. */
  | { readonly kind: "joined"; readonly parts: readonly JoinedPart[] }
  /** Supplied by the platform that runs production. */
  | { readonly kind: "platform" };

/** A piece of a joined text. */
export type JoinedPart = string | Extract<EnvValue, { readonly kind: "endpoint" | "secret" }>;

/** A fixed text. */
export const literal = (value: string): EnvValue => ({ kind: "literal", value });

/** No value: the variable is left out. */
export const unset: EnvValue = { kind: "unset" };

/** A reference to a local secret. */
export const secret = (name: string): EnvValue => ({ kind: "secret", name });

/** `http://host:port` of a service's port, or with another scheme. */
export const url = (service: string, port: string, scheme = "http"): EnvValue => ({
  kind: "endpoint",
  service,
  port,
  form: "url",
  scheme,
});

/** `host:port` of a service's port. */
export const hostPort = (service: string, port: string): EnvValue => ({
  kind: "endpoint",
  service,
  port,
  form: "hostport",
});

/** `http://host:port` of a program on the developer's machine, or with another scheme. */
export const onMachine = (port: ApplicationPort | number, scheme = "http"): EnvValue => ({
  kind: "machine",
  scheme,
  port,
});

/** The platform supplies it (production). */
export const platform: EnvValue = { kind: "platform" };
