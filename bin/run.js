#!/usr/bin/env node
const { join } = require("node:path");

// Here and not in the bundle, which an older Node could not even parse.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `avb: this is Node ${process.versions.node}, and avb needs 20.19 or newer. Fix: install it from https://nodejs.org. [NODE_TOO_OLD]\n`,
  );
  process.exit(5);
}

const root = join(__dirname, "..");
require(join(root, "dist", "launch.cjs")).launch(root);
