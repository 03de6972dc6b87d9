import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENV_FORMATS, type EnvFormat } from "../../src/domain/env-format/formats.ts";
import { renderEnv } from "../../src/domain/env-format/render-env.ts";
import { AvbErrors } from "../../src/domain/errors/avb-error.ts";

const render = (format: EnvFormat, text: string) => renderEnv(format, [{ name: "A", text }]);

describe("renderEnv", () => {
  it("writes each format's own quoting", () => {
    expect(render("dotenv", "p$w#1 ")).toBe("A='p$w#1 '\n");
    expect(render("shell", "it's")).toBe("export A='it'\\''s'\n");
    expect(render("fish", "it's a \\")).toBe("set -gx A 'it\\'s a \\\\'\n");
    expect(render("compose", 'a$b "é"')).toBe('environment:\n  A: "a$$b \\"\\U000000e9\\""\n');
    expect(JSON.parse(render("json", "'\n$"))).toEqual({ A: "'\n$" });
  });

  it("puts a comment above, where the format has comments", () => {
    expect(renderEnv("dotenv", [], "hello")).toBe("# hello\n");
    expect(renderEnv("compose", [], "hello")).toBe("# hello\nenvironment: {}\n");
    expect(renderEnv("json", [], "hello")).toBe("{}\n");
  });

  it.each([
    ["it's", "single quote"],
    ["a\nb", "line break"],
    ["a\u2028b", "line break"],
    ["a\vb", "line break"],
    ["C:\\", "backslash"],
    ["$HOME", "dollar"],
    ["a\u0024{HOME}b", "holds \\$"],
    ["a\\\\b", "two backslashes"],
    ['"quoted"', "double quotes"],
    ["a\0b", "NUL"],
    ["a\ud800b", "Unicode"],
  ])("refuses %j in a dotenv file and names the variable", (text, why) => {
    expect(() => render("dotenv", text)).toThrow(AvbErrors);
    expect(() => render("dotenv", text)).toThrow(new RegExp(`value of A .*${why}`));
  });

  it("names every variable it refuses, with status 3", () => {
    const entries = ["$a", "fine", "it's"].map((text, index) => ({ name: `V${index}`, text }));
    try {
      renderEnv("dotenv", entries);
      expect.unreachable();
    } catch (error) {
      const problems = error instanceof AvbErrors ? error.problems : [];
      expect(problems.map((problem) => problem.facts.name)).toEqual(["V0", "V2"]);
      expect(problems.every((problem) => problem.exitCode === 3)).toBe(true);
    }
  });

  it("carries in JSON whatever a string can hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(JSON.parse(render("json", text))).toEqual({ A: text });
      }),
    );
  });

  it("never refuses a generated secret", () => {
    const secret = fc.string({ unit: fc.constantFrom(..."AZaz09_-"), minLength: 1 });
    fc.assert(
      fc.property(secret, fc.constantFrom(...ENV_FORMATS), (text, format) => {
        expect(render(format, text)).toContain(text);
      }),
    );
  });
});
