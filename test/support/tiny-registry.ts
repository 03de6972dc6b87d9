import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { gzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { tarOf } from "../../src/adapters/tar.ts";

const DOCKER = "application/vnd.docker";

/** Starts a registry on loopback, which engines speak plain HTTP with; answers its `host:port`. */
export async function registryThat(answers: RequestListener): Promise<string> {
  const server = createServer(answers).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** A registry with one image, `own:1`, of one layer, which nobody else has (distribution specification, "pull"). */
export async function tinyRegistry(layerBytes: number): Promise<string> {
  const text = randomBytes(layerBytes / 2).toString("hex");
  const tar = await tarOf([{ path: "/own", text, uid: 0, mode: 0o644 }]);
  const layer = gzipSync(tar, { level: 0 });
  const config = json({
    ...{ architecture: "amd64", os: "linux", config: { Labels: { "avb.test": "pulled" } } },
    rootfs: { type: "layers", diff_ids: [digestOf(tar)] },
  });
  const manifest = json({
    ...{ schemaVersion: 2, mediaType: `${DOCKER}.distribution.manifest.v2+json` },
    config: described(`${DOCKER}.container.image.v1+json`, config),
    layers: [described(`${DOCKER}.image.rootfs.diff.tar.gzip`, layer)],
  });
  const stored = new Map([layer, config, manifest].map((bytes) => [digestOf(bytes), bytes]));
  stored.set("1", manifest);
  return registryThat(({ url = "", method }, response) => {
    const bytes = url === "/v2/" ? json({}) : stored.get(url.replace(/^\/v2\/own\/(manifests|blobs)\//, ""));
    const type = bytes === manifest ? `${DOCKER}.distribution.manifest.v2+json` : "application/octet-stream";
    if (bytes === undefined) response.writeHead(404).end(UNKNOWN);
    else response.writeHead(200, headersOf(bytes, type)).end(method === "HEAD" ? undefined : bytes);
  });
}

const UNKNOWN = JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }] });

const headersOf = (bytes: Buffer, type: string) => ({
  ...{ "content-type": type, "content-length": bytes.length, "docker-content-digest": digestOf(bytes) },
});

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const described = (mediaType: string, bytes: Buffer) => ({ mediaType, size: bytes.length, digest: digestOf(bytes) });
