import { expect, test } from "vitest";
import type { ListedEngineImage } from "../../src/domain/engine-images.ts";
import { LABELS } from "../../src/domain/live/desired.ts";
import { namesOf, olderThan, replacedImages } from "../../src/domain/live/older-images.ts";

const image = (name: string, madeAtMs: number, base = "keycloak:26", tags = [name]): ListedEngineImage => ({
  ...{ id: `sha256:${name.padEnd(64, "0")}`, architecture: "amd64", bytes: 1, digests: [], tags, madeAtMs },
  labels: { [LABELS.prepared]: "keycloak", [LABELS.image]: base },
});

test("of the images for one purpose all but the newest are replaced, whatever the order", () => {
  const [old, newest, other] = [image("a", 1), image("b", 2), image("c", 0, "keycloak:25")];
  expect([...replacedImages([newest, other, old])]).toEqual([[old, "b"]]);
  expect([...replacedImages([other])]).toEqual([]);
});

test("one whose name another one has by now goes by its id, as docker cuts it", () => {
  expect(namesOf(image("abc", 1, "keycloak:26", []))).toEqual(["abc000000000"]);
});

test("what is built names all that stand there for the same purpose", () => {
  const labels = { [LABELS.prepared]: "keycloak", [LABELS.image]: "keycloak:26" };
  const build = { tag: "d", base: "keycloak:26", dockerfile: "", labels };
  expect(olderThan(build, [image("a", 1), image("c", 0, "keycloak:25"), image("b", 2)])).toEqual(["a", "b"]);
});
