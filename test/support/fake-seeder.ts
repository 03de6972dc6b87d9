import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { diff } from "../../src/domain/reconcile.ts";
import type { ServiceRefusal } from "../../src/domain/refusal.ts";
import { madeName, type SeedVerdict } from "../../src/domain/seeding.ts";
import type { Seeder } from "../../src/flows/seeding/seeder.ts";

/** A service that holds named values, and the document that says which; a test changes both. */
export interface FakeSeeded {
  readonly seeder: Seeder;
  /** What the document says, by key. */
  want: Readonly<Record<string, string>>;
  /** What the service holds, by key. */
  readonly held: Map<string, string>;
  /** What it was asked, in order: `read`, `put a`, `remove b`. */
  readonly asked: string[];
  /** Writes that are taken before the next one is refused; none is while it is not set. */
  breaksAfter?: number;
  /** What it answers to a read in place of what it holds. */
  refusal?: ServiceRefusal;
  /** What is wrong with the document. */
  wrong?: string;
}

/** Such a service; `more` says what it is seeded after. */
export function fakeSeeded(want: Readonly<Record<string, string>>, more: Omit<Seeder, "open"> = {}): FakeSeeded {
  const fake: FakeSeeded = {
    ...{ want, held: new Map(), asked: [] },
    seeder: {
      ...more,
      async open() {
        if (fake.wrong !== undefined) throw AvbError.of("SEED_DOCUMENT", { id: "fake", what: fake.wrong });
        return { facts: JSON.stringify(fake.want), look: async (wishes) => lookAt(fake, wishes) };
      },
    },
  };
  return fake;
}

type Look = Awaited<ReturnType<Seeder["open"]>>["look"];

function lookAt(fake: FakeSeeded, { prune, made }: Parameters<Look>[0]): Awaited<ReturnType<Look>> {
  fake.asked.push("read");
  if (fake.refusal !== undefined) throw fake.refusal;
  const changes = diff(Object.entries(fake.want), [...fake.held], {
    keyOf: ([key]) => key,
    same: ([, one], [, other]) => one === other,
  });
  const verdicts = changes.map((change): SeedVerdict => {
    const about = { kind: "thing", key: change.key };
    if (change.do === "orphan") return { ...about, do: prune && made.has(madeName(about)) ? "prune" : "orphan" };
    if (change.do !== "update") return { ...about, do: change.do };
    return { ...about, do: "update", fields: [{ field: "value", have: change.have[1], want: change.want[1] }] };
  });
  const writes = verdicts.filter(({ do: word }) => word === "create" || word === "update" || word === "prune");
  return {
    ...{ verdicts, differing: writes.length },
    write: async () => {
      for (const one of writes) writeOne(fake, one);
      return [];
    },
  };
}

function writeOne(fake: FakeSeeded, { key, do: word }: SeedVerdict): void {
  if (fake.breaksAfter === 0) throw AvbError.of("SEED_WRITE_FAILED", FAILED);
  if (fake.breaksAfter !== undefined) fake.breaksAfter -= 1;
  fake.asked.push(`${word === "prune" ? "remove" : "put"} ${key}`);
  if (word === "prune") fake.held.delete(key);
  else fake.held.set(key, fake.want[key] ?? "");
}

const FAILED = { service: "Fake", id: "redis", what: "thing", at: "2", of: "3", why: "it broke" };
