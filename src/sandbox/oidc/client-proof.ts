import type { HeldClient } from "../../domain/sandbox-protocol.ts";
import { formOf, type SandboxAnswer, type SandboxRequest } from "../http/exchange.ts";
import type { RealmParts } from "./realm.ts";

/** A client that said who it is at an endpoint of ours; `proven` when it showed its secret. */
export interface ClientProof {
  readonly client: HeldClient;
  readonly proven: boolean;
}

interface Shown {
  readonly id: string;
  readonly secret: string;
}

/** The client that sent this request, by Basic authentication or by form; undefined when its secret is wrong or it does not exist. */
export function clientProof({ store }: RealmParts, request: SandboxRequest): ClientProof | undefined {
  const form = formOf(request);
  const shown = basicOf(request.headers.authorization) ?? {
    id: form.get("client_id") ?? "",
    secret: form.get("client_secret") ?? "",
  };
  const client = store.findClient({ clientId: shown.id });
  const proven = store.checkSecret(client, shown.secret);
  if (client === undefined || !(proven || client.public)) return undefined;
  return { client, proven };
}

/** RFC 6749 2.3.1: both parts are form-encoded before they are joined. */
function basicOf(authorization: string | undefined): Shown | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [, id = "", secret = ""] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, "base64").toString("utf8")) ?? [];
  return { id: formDecoded(id), secret: formDecoded(secret) };
}

const formDecoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
};

/** What an unproven client is told. */
export const UNPROVEN: SandboxAnswer = {
  status: 401,
  headers: { "www-authenticate": 'Basic realm="sandbox"' },
  body: { error: "unauthorized_client", error_description: "Invalid client or Invalid client credentials" },
};
