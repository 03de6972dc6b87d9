import { transformSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { lazyBuiltins, lazyRequires } from "../../scripts/lazy-modules.mjs";

/** Runs CommonJS text with these modules; `asked` fills as it asks for them. */
function run(text: string, modules: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const require = (name: string) => {
    asked.push(name);
    return modules[name];
  };
  const exports: Record<string, () => unknown> = {};
  new Function("exports", "require", text)(exports, require);
  return { exports, asked };
}

const COMPILED = `"use strict";
var __importDefault = (mod) => (mod && mod.__esModule) ? mod : { "default": mod };
var __importStar = (mod) => ({ ...mod });
exports.tool = exports.Tools = void 0;
const tool_1 = __importDefault(require("tool"));
const shape_1 = require("./shape");
exports.tool = () => (0, tool_1.default)() + (0, tool_1.default)();
exports.shape = () => new shape_1.Shape().side;
exports.Tools = __importStar(require("./tools"));
`;

const modules = {
  tool: () => 2,
  "./shape": {
    Shape: class {
      readonly side = 3;
    },
  },
  "./tools": { saw: "sharp" },
};

describe("what TypeScript compiled to CommonJS", () => {
  test("asks for a module when something of it is used, and once", () => {
    const { exports, asked } = run(lazyRequires(COMPILED), modules);
    expect(asked).toEqual([]);
    expect(exports.tool?.()).toBe(4);
    expect(asked).toEqual(["tool"]);
    expect(exports.tool?.()).toBe(4);
    expect(asked).toEqual(["tool"]);
  });

  test("makes what it asks for with new", () => {
    const { exports } = run(lazyRequires(COMPILED), modules);
    expect(exports.shape?.()).toBe(3);
  });

  test("offers a whole module without asking for it", () => {
    const { exports, asked } = run(lazyRequires(COMPILED), modules);
    expect(Object.keys(exports)).toContain("Tools");
    expect(asked).toEqual([]);
    expect(exports.Tools).toEqual({ saw: "sharp" });
  });
});

describe("Node's own modules in esbuild's output", () => {
  const source = `
    import { join } from "node:path";
    import { createHash } from "node:crypto";
    import { ours } from "ours";
    export const place = () => join("a", ours);
    export const digest = () => createHash("sha256");`;
  const { code } = transformSync(source, { format: "cjs", loader: "ts" });

  test("are asked for where they are used, others as before", () => {
    const own = { ours: { ours: "b" }, "node:path": { join: (...parts: string[]) => parts.join("+") } };
    const text = lazyBuiltins(code).replace(/module\.exports = .*/, "Object.assign(exports, { place, digest });");
    const tail = text.replace(/^Object\.assign.*$/m, "");
    const { exports, asked } = run(`${tail}\nObject.assign(exports, { place, digest });`, own);
    expect(asked).toEqual(["ours"]);
    expect(exports.place?.()).toBe("a+b");
    expect(exports.place?.()).toBe("a+b");
    expect(asked).toEqual(["ours", "node:path"]);
  });
});
