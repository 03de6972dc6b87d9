import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkoutId, parentFolder, slugOf, stateRootOf } from "../../src/domain/checkout.ts";

describe("a checkout's name", () => {
  test.each([
    ["/home/dev/My App", "my-app"],
    ["/home/dev/-x-", "x"],
    ["C:\\code\\Shop.Api", "shop-api"],
    ["/srv/Ünïcode", "u-ni-code"],
    ["/", "app"],
    [`/srv/${"long".repeat(80)}`, "long".repeat(8)],
  ])("%s gives %s", (root, slug) => {
    expect(slugOf(root)).toBe(slug);
  });

  test("is safe in container names, whatever the folder is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        expect(slugOf(`/srv/${name}`)).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/);
      }),
    );
  });

  test("differs for two folders of one name", () => {
    const digest = (text: string) => (text.length % 2 === 0 ? "0123456789" : "abcdef0123");
    expect(checkoutId("/a/shop", digest)).toBe("shop-abcdef01");
    expect(checkoutId("/aa/shop", digest)).toBe("shop-01234567");
  });
});

describe("the state folder", () => {
  const root = (env: Readonly<Record<string, string>>, platform = "linux") =>
    stateRootOf({ env, platform, home: "/home/dev" });

  test("is AVB_STATE_DIR, else the platform's own place", () => {
    expect(root({ AVB_STATE_DIR: "/tmp/state/" })).toBe("/tmp/state");
    expect(root({ XDG_STATE_HOME: "/xdg" })).toBe("/xdg/avb");
    expect(root({})).toBe("/home/dev/.local/state/avb");
    expect(root({}, "darwin")).toBe("/home/dev/Library/Application Support/avb");
    expect(root({ LOCALAPPDATA: "C:\\Users\\dev\\AppData\\Local" }, "win32")).toBe(
      "C:\\Users\\dev\\AppData\\Local/avb",
    );
  });

  test("does not follow a relative XDG_STATE_HOME, which means nothing", () => {
    expect(root({ XDG_STATE_HOME: "here" })).toBe("/home/dev/.local/state/avb");
  });
});

test("every walk to the parent folder ends", () => {
  expect(["/a/b", "/a", "/", "C:\\a\\b", "C:\\a", "C:\\"].map(parentFolder)).toEqual([
    "/a",
    "/",
    "/",
    "C:\\a",
    "C:\\",
    "C:\\",
  ]);
});
