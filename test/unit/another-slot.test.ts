import { expect, test } from "vitest";
import { SLOTS } from "../../src/domain/ports.ts";
import { anotherSlot, slotOfPort } from "../../src/domain/slots.ts";

test("another slot is never the same one, nor the main checkout's", () => {
  expect(SLOTS.map(anotherSlot)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 1]);
});

test("a port tells its slot; one outside of every block counts as the first's", () => {
  expect([65000, 65049, 65050, 65499].map(slotOfPort)).toEqual([0, 0, 1, 9]);
  expect([63690, 63699, 63700, 63789].map(slotOfPort)).toEqual([0, 0, 1, 9]);
  expect([8080, 65500, 63689].map(slotOfPort)).toEqual([0, 0, 0]);
});
