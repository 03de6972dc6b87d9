import { describe, expect, test } from "vitest";
import { createRouter, type Route } from "../../src/sandbox/http/router.ts";

describe("the routing table", () => {
  const route = (method: string, pattern: string): Route => ({ method, pattern, handle: () => undefined });
  const [one, rest] = [route("GET", "/a/:id"), route("POST", "/a/b/*")];
  const find = createRouter([one, rest, route("POST", "/a/:id")]);

  test("fills places, decoded", () => {
    expect(find("GET", "/a/x%2Fy")).toEqual({ route: one, params: { id: "x/y" } });
    expect(find("HEAD", "/a/x")).toEqual({ route: one, params: { id: "x" } });
  });

  test("an empty or undecodable place is no match", () => {
    for (const path of ["/a/", "/a/%zz", "/b/x", "/a"]) expect(find("GET", path)).toEqual({ methods: [] });
  });

  test("a star takes one or more segments", () => {
    expect(find("POST", "/a/b/c/d")).toMatchObject({ route: rest });
    expect(find("POST", "/a/b")).toMatchObject({ params: { id: "b" } });
  });

  test("another method is told which there are", () => {
    expect(find("PUT", "/a/x")).toEqual({ methods: ["GET", "POST"] });
  });
});
