import { expect, test } from "vitest";
import { expectDone, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { reference } from "../support/own-world.ts";

const MINUTES = 60_000;

const CONFIG = `services:
  web:
    image: node:20-slim
    init: true
    user: "1000"
    command: [node, -e, 'console.log("serving"); require("http").createServer((_, answer) => answer.end("hello")).listen(8080)']
    ports: {http: 8080}
    probe: {port: http, path: /}
    environment: {COLOUR: green, WORD: "${reference("secret:web/word")}"}
  worker:
    image: busybox:1.35
    init: true
    command: [sh, -c, 'echo "level=error no queue"; exec sleep 9999']
    x-avb-ready: none
`;

needs(["engine", "nodeImage", "busyboxImage"], "the verbs with a team's own containers", () => {
  test("read, wait for, open and enter them by their names", { timeout: 3 * MINUTES }, async () => {
    const stack = await liveStack({ ".devenvrc": CONFIG });
    await stack.trust();
    expectDone(await stack.avb("up", "--mode", "sandbox", "--no-seed"));

    const logs = expectDone(await stack.avb("logs", "web", "worker"));
    expect(logs.stdout.split("\n").sort()).toEqual(["", "web      │ serving", "worker   │ level=error no queue"]);
    expect(expectDone(await stack.avb("logs", "worker", "--level", "error")).stdout).toContain("no queue");

    expectDone(await stack.avb("wait", "web", "worker", "--timeout", "60"));
    expect(await stack.avb("wait", "mail", "--timeout", "1")).toMatchObject({ status: 2 });

    const { url } = await stack.json("open", "web", "--print");
    expect(await (await fetch(String(url))).text()).toBe("hello");
    const nowhere = await stack.avb("open", "worker", "--print");
    expect([nowhere.status, nowhere.stderr]).toEqual([2, expect.stringContaining("[NOTHING_TO_OPEN]")]);

    const inside = expectDone(await stack.avb("shell", "web", "--", "sh", "-c", 'echo "$COLOUR $(id -u)"; exit 0'));
    expect(inside.stdout).toBe("green 1000\n");
    expect((await stack.avb("shell", "worker", "--", "sh", "-c", "exit 7")).status).toBe(7);

    expectDone(await stack.avb("stop", "worker"));
    expect(await stack.avb("wait", "worker", "--timeout", "1")).toMatchObject({ status: 8 });
    expect((await stack.avb("shell", "worker", "--", "true")).status).toBe(8);
    const ids = await stack.ids();
    expectDone(await stack.avb("restart", "web"));
    expect(await stack.ids()).toEqual(ids);
    expectDone(await stack.avb("down", "--volumes", "--yes"));
    expect(await stack.leftovers()).toEqual([]);
  });
});
