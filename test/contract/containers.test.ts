import { describe, expect, test } from "vitest";
import type { Service } from "../../src/domain/service.ts";
import { readFragments } from "../../src/flows/read-fragments.ts";
import { realWorld } from "../../src/real-world.ts";
import { services } from "../../src/services/index.ts";

const catalogue: readonly Service[] = services;
const own = catalogue.filter(({ external }) => !external);
const { byService } = await readFragments(
  realWorld(process.cwd()),
  own.map(({ id }) => id),
);

describe.each(own)("the containers of $id", (service) => {
  const fragment = byService.get(service.id)?.services ?? {};
  const facts = Object.entries(service.containers ?? {});

  test("are those of its fragment", () => {
    for (const [name, { needs = {} }] of facts)
      for (const one of [name, ...Object.keys(needs)]) expect(Object.keys(fragment)).toContain(one);
    for (const name of Object.keys(service.environment ?? {})) expect(Object.keys(fragment)).toContain(name);
  });

  test("answer every port of the service, each in one container", () => {
    const published = Object.keys(fragment).flatMap(
      (name) => service.containers?.[name]?.publishes ?? (name === service.id ? Object.keys(service.ports) : []),
    );
    expect([...published].sort()).toEqual(Object.keys(service.ports).sort());
  });

  test("wait for the end of jobs alone, and for the health of nothing that cannot tell", () => {
    for (const [, { needs = {} }] of facts)
      for (const [name, state] of Object.entries(needs)) {
        const job = fragment[name]?.restart === "no";
        expect(state === "ended").toBe(job);
        if (state === "healthy") expect(fragment[name]?.healthcheck).toBeDefined();
      }
  });

  test("that read assignments do so before their program starts", () => {
    for (const [name, { secrets }] of facts)
      if (secrets?.as === "sourced")
        expect(fragment[name]?.entrypoint?.at(-1)).toMatch(
          new RegExp(`^set -a; \\. /run/secrets/${name}\\.env; exec `),
        );
  });
});

test("only an isolated service has a container that is reachable from outside its network", () => {
  for (const { isolated, containers = {} } of own)
    expect(Object.values(containers).some(({ reachable }) => reachable)).toBe(isolated === true);
});
