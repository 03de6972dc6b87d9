#!/usr/bin/env node
const { join } = require("node:path");

const root = join(__dirname, "..");
require(join(root, "dist", "launch.cjs")).launch(root);
