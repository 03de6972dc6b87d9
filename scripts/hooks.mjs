// Installs the pre-commit hook in a git checkout; a package or an archive has no use for one.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

if (existsSync(".git") && process.env.CI !== "true") {
  process.exitCode =
    spawnSync(process.execPath, ["node_modules/simple-git-hooks/cli.js"], { stdio: ["ignore", "ignore", "inherit"] })
      .status ?? 1;
}
