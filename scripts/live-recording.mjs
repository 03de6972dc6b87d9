// Records `avb dev up --mode live` in a terminal of its own and writes docs/live.svg.
// Usage: node scripts/live-recording.mjs [services to leave out]. Lago is its stand-in where its images cannot be had. Needs the built binary, Python 3, util-linux's
// `script` and a container engine with the images. termtosvg (PyPI) draws; it goes into a virtual environment in the cache folder.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "avb-recording");
const slot = process.env.AVB_SLOT ?? "9";
const size = { width: 124, height: 40 };
const longestPauseMs = 700;
const without = process.argv[2] === undefined ? "" : ` --without ${process.argv[2]}`;
const typed = [`avb dev up --mode live${without} --allow-standin`, "avb dev status"];

const tool = join(cache, "bin/termtosvg");
if (!existsSync(tool)) {
  execFileSync("python3", ["-m", "venv", cache], { stdio: "inherit" });
  // Setuptools brings pkg_resources, which newer ones have lost.
  execFileSync(join(cache, "bin/pip"), ["install", "-q", "termtosvg==1.1.0", "setuptools<80"], { stdio: "inherit" });
}

const scratch = mkdtempSync(join(tmpdir(), "avb-recording-"));
const checkout = join(scratch, "voice");
mkdirSync(join(checkout, ".git"), { recursive: true });
const avb = join(scratch, "avb");
writeFileSync(avb, `#!/bin/sh\nexec '${process.execPath}' '${join(root, "bin/run.js")}' "$@"\n`, { mode: 0o755 });
const session = join(scratch, "session");
const lines = typed.map((line) => `printf '\\033[1m$ %s\\033[0m\\n' '${line}'; ${line}; sleep 2`);
writeFileSync(session, `#!/bin/sh\nset -e\nstty cols ${size.width} rows ${size.height}\n${lines.join("\n")}\n`, {
  mode: 0o755,
});
const env = {
  ...{ PATH: `${scratch}:${process.env.PATH}`, HOME: scratch, TERM: "xterm-256color", LANG: "C.UTF-8" },
  ...{ XDG_CACHE_HOME: cache, AVB_STATE_DIR: join(scratch, "state"), AVB_SLOT: slot },
  ...(process.env.DOCKER_HOST && { DOCKER_HOST: process.env.DOCKER_HOST }),
};
const run = (command, ...args) => spawnSync(command, args, { cwd: checkout, env, stdio: "inherit" }).status;

try {
  const cast = join(scratch, "live.cast");
  const [output, timing] = [join(scratch, "output"), join(scratch, "timing")];
  if (run("script", "--quiet", "--return", "--log-out", output, "--log-timing", timing, "--command", session) !== 0)
    throw new Error("the session ended badly");
  writeFileSync(cast, shown(castOf(readFileSync(output), readFileSync(timing, "utf8"))));
  const svg = join(root, "docs/live.svg");
  const shape = ["-D", "6000", "-m", "250", "-M", String(longestPauseMs), "-t", "window_frame"];
  if (run(tool, "render", cast, svg, ...shape) !== 0) throw new Error("the recording was not drawn");
  console.log(`wrote docs/live.svg (${Math.round(readFileSync(svg).length / 1024)} kB)`);
} finally {
  run(avb, "dev", "down", "--volumes", "--yes");
  rmSync(scratch, { recursive: true, force: true });
}

/** A recording as asciinema writes it: the bytes of each moment, after a line that `script` puts first. */
function castOf(output, timing) {
  const decoder = new TextDecoder();
  let at = output.indexOf("\n") + 1;
  let seconds = 0;
  const events = timing
    .trim()
    .split("\n")
    .map((line) => line.split(" ").map(Number))
    .map(([delay, bytes]) => {
      seconds += delay;
      at += bytes;
      return JSON.stringify([seconds, "o", decoder.decode(output.subarray(at - bytes, at), { stream: true })]);
    });
  return [JSON.stringify({ version: 2, ...size }), ...events].join("\n");
}

/** The test users' passwords are worth nothing elsewhere, and belong into no picture all the same. */
function shown(cast) {
  const password = /(?<=@[\w.-]+ +)[\w-]{22}/g;
  return cast.replace(password, (whole) => `${whole.slice(0, 4)}…`.padEnd(whole.length));
}
