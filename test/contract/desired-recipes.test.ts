import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { desireStack, type SecretSource } from "../../src/domain/live/desire.ts";
import type { RenderContext } from "../../src/domain/render-context.ts";
import type { SecretFile } from "../../src/domain/render-variables.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { renderContext } from "../../src/flows/render-context.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { renderShop } from "../support/render-world.ts";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Secrets that are their own names, but for one that was changed. */
const secrets = (changed = ""): SecretSource => ({
  digest,
  content: ({ content }: SecretFile) =>
    content
      .map((piece) => (typeof piece === "string" ? piece : piece.secret + (piece.secret === changed ? "!" : "")))
      .join(""),
});

/** Everything of live with Kafka. */
async function live(): Promise<RenderContext> {
  const { world } = await renderShop();
  const checkout = await openCheckout(world, { mode: "live", with: ["kafka"] });
  const stack = await resolveStack(world, checkout, { mode: "live", with: ["kafka"] });
  return renderContext(world, checkout, { stack, version: "1.2.3" });
}

const context = await live();
const { containers } = desireStack(context, secrets());

/** Names of containers whose recipe differs from that of an unchanged stack. */
const changedIn = (one: RenderContext, source: SecretSource): readonly string[] =>
  desireStack(one, source)
    .containers.filter(
      ({ container, recipe }) => containers.find((was) => was.container === container)?.recipe !== recipe,
    )
    .map(({ container }) => container);

/** Names of secrets, and the containers that read each. */
const readers = new Map<string, string[]>();
desireStack(context, {
  digest,
  content: (file) => {
    for (const piece of file.content) if (typeof piece !== "string") readers.set(piece.secret, []);
    return "";
  },
});
for (const { container, files } of containers)
  for (const [secret, known] of readers) if (files.some(({ text }) => text.includes(secret))) known.push(container);

describe("what a container is made from", () => {
  test("covers every secret that some container reads", () => {
    expect([...readers.keys()]).toEqual(expect.arrayContaining(["postgres/superuser", "lago/api-key"]));
  });

  test.each([...readers])("a changed secret %s makes anew who reads it, and nobody else", (secret, known) => {
    expect(changedIn(context, secrets(secret))).toEqual(known);
  });

  const mounted = context.services.flatMap((service) =>
    Object.entries(service.containers ?? {}).flatMap(([container, { files = {} }]) =>
      Object.keys(files).map((path) => ({ service, container, path })),
    ),
  );

  test.each(mounted)("a changed file $path makes $container anew, and nobody else", ({ service, container, path }) => {
    const facts = service.containers?.[container];
    const files = { ...facts?.files, [path]: "# changed" };
    const other = { ...service, containers: { ...service.containers, [container]: { ...facts, files } } };
    const services = context.services.map((one) => (one === service ? other : one));
    // What a mounted folder holds is read again by its service, which goes on running.
    expect(changedIn({ ...context, services }, secrets())).toEqual(facts?.folder === undefined ? [container] : []);
  });

  test("a changed limit or image makes one container anew", () => {
    expect(changedIn({ ...context, memory: { keycloak: "3g" } }, secrets())).toEqual(["keycloak"]);
    expect(changedIn({ ...context, images: { redis: "redis:8.1" } }, secrets())).toEqual(["redis"]);
  });
});
