import { expect, test } from "vitest";
import { LABELS } from "../../src/domain/live/desired.ts";
import { foreignNetworks } from "../../src/domain/live/foreign-networks.ts";

const network = (checkout: string, root?: string) => ({
  name: "avb-shop",
  labels: { [LABELS.checkout]: checkout, ...(root === undefined ? {} : { [LABELS.root]: root }) },
});

const desired = { containers: [], networks: [{ ...network("shop-1", "/one/shop"), attachable: true }], volumes: [] };

test("a network of this checkout, or none, is no obstacle", () => {
  expect(foreignNetworks(desired, [])).toEqual([]);
  expect(foreignNetworks(desired, [network("shop-1", "/one/shop")])).toEqual([]);
  expect(foreignNetworks(desired, [{ ...network("shop-2"), name: "avb-shop-1" }])).toEqual([]);
});

test("one of another checkout is named with that checkout's folder", () => {
  const [error] = foreignNetworks(desired, [network("shop-2", "/two/shop")]);
  expect(error).toMatchObject({ code: "NETWORK_FOREIGN", exitCode: 3 });
  expect(error?.message).toContain("avb-shop");
  expect(error?.message).toContain("the checkout in /two/shop");
});

test("the way out is a slot that is not the stack's own", () => {
  const inSlot = (slot: string) => {
    const { labels, ...rest } = { ...network("shop-1", "/one/shop"), attachable: true };
    return { containers: [], networks: [{ ...rest, labels: { ...labels, [LABELS.slot]: slot } }], volumes: [] };
  };
  const fixFor = (slot: string) => foreignNetworks(inSlot(slot), [network("shop-2", "/two/shop")])[0]?.fixes[0];
  expect([fixFor("0"), fixFor("1")]).toEqual([
    expect.stringContaining("AVB_SLOT=1 avb dev up"),
    expect.stringContaining("AVB_SLOT=2 avb dev up"),
  ]);
});

test("one that somebody else made is nobody's that avb knows", () => {
  const [error] = foreignNetworks(desired, [{ name: "avb-shop", labels: {} }]);
  expect(error?.message).toContain("nobody that avb knows");
});
