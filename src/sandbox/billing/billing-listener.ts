import type { RequestListener } from "node:http";
import type { SandboxAnswer, SandboxRequest } from "../http/exchange.ts";
import { createListener } from "../http/listener.ts";
import type { Route } from "../http/router.ts";
import { sameSecret } from "../identity-store.ts";
import type { BillingFront } from "./billing-front.ts";
import type { BillingServerOptions } from "./billing-server-options.ts";
import { type CaughtUp, NOTHING_DUE } from "./engine/caught-up.ts";
import { internalError, MOCK_HEADER, notOffered, ok, refusedByPort, unauthorized } from "./lago-answers.ts";

/** What the mock billing API starts from. */
export interface BillingOptions extends Omit<BillingServerOptions, "baseUrl"> {
  readonly port: number;
  readonly gateway: string | undefined;
  /** Such as `http://localhost:63690`, where that is not this port of this machine. */
  readonly address?: string;
  /** More values of the Host header that are accepted. */
  readonly names?: readonly string[];
  /** Shown by `/health`. */
  readonly version: string;
  /** The API key that is accepted as a bearer. */
  readonly billingKey: string;
}

/** The mock billing API, ready to be served. */
export interface BillingApi {
  readonly listener: RequestListener;
  /** Goes on where an earlier server ended, if there was one: its messages and periods do not wait for a request. */
  resume(): Promise<void>;
  /** To be called when the clock was moved: does what has become due, such as finalising invoices. A state never used stays so. */
  catchUp(): Promise<CaughtUp>;
  /** What a GET below `/api/v1` is answered with, for the sandbox's own pages; undefined for a state never used. */
  read(target: string): Promise<SandboxAnswer | undefined>;
  close(): Promise<void>;
}

type Handle = Route["handle"];

/** A mock Lago; every answer says that it is one. Its state is opened by the first request that needs it. */
export function billingApi(options: BillingOptions): BillingApi {
  const { port, gateway, names = [], failed, files, folder } = options;
  let front: Promise<BillingFront> | undefined;
  const open = () => {
    front ??= openOnce(options).catch((error: unknown) => {
      front = undefined;
      throw error;
    });
    return front;
  };
  const isUsed = async () => front !== undefined || (await files.facts(folder)) !== undefined;
  const listener = createListener({
    ...{ port, gateway, names, failed, refusalBody: refusedByPort },
    ...{ routes: billingRoutes(options, open), clients: () => [] },
  });
  return {
    listener: (req, res) => {
      for (const [name, value] of Object.entries(MOCK_HEADER)) res.setHeader(name, value);
      listener(req, res);
    },
    resume: async () => {
      if (await isUsed()) await open();
    },
    catchUp: async () => ((await isUsed()) ? (await open()).followClock() : NOTHING_DUE),
    read: async (target) => ((await isUsed()) ? (await open()).read(target) : undefined),
    close: async () => (await front?.catch(() => undefined))?.close(),
  };
}

async function openOnce(options: BillingOptions): Promise<BillingFront> {
  const { openFront } = await import("./billing-front.ts");
  return openFront({ ...options, baseUrl: options.address ?? `http://localhost:${options.port}` });
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

function billingRoutes(
  { version, billingKey, failed }: BillingOptions,
  open: () => Promise<BillingFront>,
): readonly Route[] {
  const toFront: Handle = (request) =>
    open().then(
      (front) => front.handle(request),
      (error: unknown) => internalError(failed, error),
    );
  const withKey: Handle = (request) => (hasKey(request, billingKey) ? toFront(request) : unauthorized);
  return [
    { method: "GET", pattern: "/health", handle: () => ok({ version, message: "Success" }) },
    { method: "GET", pattern: "/files/*", handle: toFront },
    ...METHODS.flatMap((method) => [
      { method, pattern: "/api/v1/*", handle: withKey },
      { method, pattern: "/*", handle: ({ path }: SandboxRequest) => notOffered(method, path) },
    ]),
  ];
}

const hasKey = ({ headers }: SandboxRequest, key: string): boolean =>
  sameSecret(key, /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "");
