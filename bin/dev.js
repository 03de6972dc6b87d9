#!/usr/bin/env node
const { execFileSync } = require("node:child_process");
const { join } = require("node:path");

execFileSync(process.execPath, [join(__dirname, "..", "scripts", "build.mjs")], { stdio: "inherit" });
require("./run.js");
