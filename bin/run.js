#!/usr/bin/env node
const path = require("node:path");
const root = path.join(__dirname, "..");
require(path.join(root, "dist", "avb.cjs")).start(root);
