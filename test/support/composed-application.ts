import { execFile, execFileSync } from "node:child_process";
import { onTestFinished } from "vitest";
import { docker } from "./live-engine.ts";
import { expectDone, type LiveStack } from "./live-stack.ts";

/** An application as a team writes it down for compose, joined to a stack by what avb renders for that. */
export interface ComposedApplication {
  /** What this JavaScript, an async function's body, prints in the application's container. */
  asks(body: string): Promise<string>;
  /** What the container has written since its start. */
  log(): string;
}

const FILES = ["--file", "compose.yaml", "--file", "compose.app.yaml"] as const;

/** A server that writes down what it is sent. */
const SERVER = `require("node:http").createServer((req, res) => {
  let body = ""; req.on("data", (data) => (body += data)).on("end", () => { console.log(JSON.stringify({ headers: req.headers, body })); res.end(); });
}).listen(8000, "0.0.0.0", () => console.log("listening"));`;

/** Renders the override, writes its environment file, and starts the container `web` with plain compose. */
export async function composedApplication(stack: LiveStack, project: string): Promise<ComposedApplication> {
  const web = { image: "node:20-slim", init: true, command: ["node", "-e", SERVER.replaceAll("$", "$$$$")] };
  stack.put("compose.yaml", JSON.stringify({ services: { web } }));
  expectDone(await stack.avb("render", "--app", "--app-service", "web", "--out", "."));
  expectDone(await stack.avb("env", "--view", "container", "--profile", "django", "--write", ".env.avb"));
  const options = {
    cwd: stack.root,
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: stack.home.folder },
  } as const;
  const args = ["compose", "--project-name", project, ...FILES];
  onTestFinished(
    () => void execFileSync("docker", [...args, "down", "--timeout", "1"], { ...options, stdio: "pipe" }),
    60_000,
  );
  execFileSync("docker", [...args, "up", "--detach", "--pull", "never"], { ...options, stdio: "pipe" });
  const name = `${project}-web-1`;
  return {
    asks: (body) =>
      new Promise((resolve, reject) => {
        const script = `(async () => { ${body} })().then((it) => console.log(it), (error) => console.log(String(error.cause ?? error)))`;
        execFile(
          "docker",
          ["exec", name, "node", "-e", script],
          { encoding: "utf8", timeout: 30_000 },
          (error, stdout) => (error === null ? resolve(stdout.trim()) : reject(error)),
        );
      }),
    log: () => docker("logs", name),
  };
}
