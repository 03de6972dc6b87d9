import { expect, test } from "vitest";
import type { RenderContext } from "../../src/domain/render-context.ts";
import { imageOf, lockName } from "../../src/domain/render-image.ts";

const context = (more: Partial<RenderContext>) => ({ images: {}, ...more }) as RenderContext;
const of = (image: string, more: Partial<RenderContext> = {}) =>
  imageOf(context(more), { service: "lago", container: "lago-db", image });

test("an image is the fragment's own unless something else was asked for", () => {
  expect(of("postgres:17")).toBe("postgres:17");
});

test("an image asked for by container wins over one by service", () => {
  expect(of("postgres:17", { images: { lago: "a:1" } })).toBe("a:1");
  expect(of("postgres:17", { images: { lago: "a:1", "lago-db": "b:2" } })).toBe("b:2");
});

test.each([
  ["postgres:17", "mirror.example:5000/library/postgres:17"],
  ["getlago/api:v1.50.0", "mirror.example:5000/getlago/api:v1.50.0"],
  ["quay.io/keycloak/keycloak:26.7.4", "mirror.example:5000/keycloak/keycloak:26.7.4"],
  ["localhost/a/b:1", "mirror.example:5000/a/b:1"],
])("a mirror stands in for the registry of %s", (image, mirrored) => {
  expect(of(image, { registry: "mirror.example:5000" })).toBe(mirrored);
});

test("an image that was asked for is not looked for in the mirror", () => {
  expect(of("postgres:17", { registry: "mirror.example", images: { lago: "own.example/pg:1" } })).toBe(
    "own.example/pg:1",
  );
});

test("a name that every object has is no image", () => {
  expect(imageOf(context({}), { service: "constructor", container: "toString", image: "x:1" })).toBe("x:1");
});

test("a locked image is taken by its digest, from the mirror too, under the name that everybody has it by", () => {
  const digests = { "postgres:17": "sha256:aa", "b:2": "sha256:bb" };
  expect(of("postgres:17", { digests })).toBe("postgres:17@sha256:aa");
  expect(of("postgres:17", { digests, registry: "m.example" })).toBe("m.example/library/postgres:17@sha256:aa");
  expect(of("postgres:17", { digests, images: { "lago-db": "b:2" } })).toBe("b:2@sha256:bb");
  expect(of("postgres:16", { digests })).toBe("postgres:16");
  const name = { service: "lago", container: "lago-db", image: "postgres:17" };
  expect(lockName(context({ registry: "m.example" }), name)).toBe("postgres:17");
  expect(lockName(context({ images: { lago: "a:1" } }), name)).toBe("a:1");
});

test("an image that is asked for by a digest already keeps it", () => {
  const images = { lago: "a@sha256:cc" };
  expect(of("postgres:17", { images, digests: { "a@sha256:cc": "sha256:dd" } })).toBe("a@sha256:cc");
});
