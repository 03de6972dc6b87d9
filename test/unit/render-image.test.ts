import { expect, test } from "vitest";
import type { RenderContext } from "../../src/domain/render-context.ts";
import { imageOf } from "../../src/domain/render-image.ts";

const context = (more: Partial<RenderContext>) => ({ images: {}, ...more }) as RenderContext;
const of = (image: string, more: Partial<RenderContext> = {}) => imageOf(context(more), "lago", "lago-db", image);

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
  expect(imageOf(context({}), "constructor", "toString", "x:1")).toBe("x:1");
});
