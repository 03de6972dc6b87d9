/** Bytes of a `.devenvrc` that must be refused, and what must be said: `line:column key.path CODE` for each problem. */
export interface BadConfig {
  readonly title: string;
  readonly text: string | Uint8Array;
  readonly says: readonly string[];
  /** Part of the sentence. */
  readonly sentence?: RegExp;
}

/** A row. */
export const bad = (
  title: string,
  text: string | Uint8Array,
  says: string | readonly string[],
  sentence?: RegExp,
): BadConfig => ({
  title,
  text,
  says: typeof says === "string" ? [says] : says,
  ...(sentence === undefined ? {} : { sentence }),
});

const deep = (levels: number) => `lago: ${"{a: ".repeat(levels)}1${"}".repeat(levels)}`;
const bomb = [
  "a: &a [1,1,1,1,1,1,1,1,1]",
  ..."bcdefgh".split("").map((key, index) => {
    const before = "abcdefg"[index];
    return `${key}: &${key} [${Array(9).fill(`*${before}`).join(",")}]`;
  }),
].join("\n");

/** What keeps the text from being plain data. */
export const BAD_TEXTS: readonly BadConfig[] = [
  bad("a NUL byte", "mode: live\nslot: 1\0\n", "2:8 YAML_NOT_TEXT", /a NUL byte/),
  bad(
    "bytes that are not UTF-8",
    new Uint8Array([0x61, 0x3a, 0x20, 0x31, 0x0a, 0x62, 0x3a, 0xff]),
    "2:1 YAML_NOT_TEXT",
  ),
  bad("UTF-16", new Uint8Array([0xff, 0xfe, 0x61, 0, 0x3a, 0]), "1:1 YAML_NOT_TEXT"),
  bad("a missing quote", 'mode: "live\n', "2:1 YAML_SYNTAX"),
  bad("a tab as indentation", "ports:\n\tvault: 65003\n", "2:1 YAML_SYNTAX", /Tabs/),
  bad(
    "a key that stands twice",
    "mode: live\nslot: 1\nmode: sandbox\n",
    "3:1 mode YAML_KEY_TWICE",
    /line 1 and again in line 3/,
  ),
  bad(
    "a nested key that stands twice",
    "ports:\n  vault: 65003\n  vault: 65031\n",
    "3:3 ports.vault YAML_KEY_TWICE",
    /line 2 and again in line 3/,
  ),
  bad("__proto__, constructor and toString as keys", "__proto__: {}\nconstructor: 1\nenv:\n  toString: a\n", [
    "1:1 __proto__ YAML_KEY_NAME",
    "2:1 constructor YAML_KEY_NAME",
    "4:3 env.toString YAML_KEY_NAME",
  ]),
  bad("a key in look-alike letters", "p\u043erts:\n  vault: 65003\n", "1:1 p\\u{43e}rts YAML_KEY_NAME", /plain ASCII/),
  bad("a list that contains itself", "with: &a [*a]\n", "1:11 with[0] YAML_ALIAS", /contains itself/),
  bad("a map that contains itself", "env: &a\n  <<: *a\n", "2:7 env.<< YAML_ALIAS", /contains itself/),
  bad("an alias of nothing", "env:\n  <<: *nowhere\n", "2:7 env.<< YAML_ALIAS", /names no anchor/),
  bad("a merge of a single value", "env:\n  X: &x 5\n  <<: *x\n", "3:3 env.<< YAML_MERGE", /a single value/),
  bad("two documents", "mode: live\n---\nslot: 1\n", "2:1 YAML_SECOND_DOCUMENT"),
  bad("a tag that runs code elsewhere", "mode: !!js/function live\n", "1:7 YAML_SYNTAX", /tag/),
  bad("a directive for YAML 1.1", "%YAML 1.1\n---\nmode: live\n", "1:1 YAML_SYNTAX", /1\.1/),
  bad("a list as a key", "? [a]\n: b\n", "1:3 YAML_SYNTAX"),
  bad("65 levels", deep(65), "1:1 YAML_TOO_LARGE", /64 levels/),
  bad("aliases that multiply", bomb, "1:1 YAML_TOO_LARGE", /100000 values/),
  bad("100 001 values", `with: [${"a,".repeat(100_001)}]`, "1:1 YAML_TOO_LARGE", /100000 values/),
  bad("brackets without end", "[".repeat(200_000), "1:1 YAML_TOO_LARGE"),
];

const port = (value: string, says: string, sentence?: RegExp) =>
  bad(`a port written ${value}`, `ports:\n  vault: ${value}\n`, `2:10 ports.vault ${says}`, sentence);

/** Ports and other numbers. */
export const BAD_NUMBERS: readonly BadConfig[] = [
  ...["65000", '"65000-64000"', "0-65535", "1-1023"].map((value) =>
    bad(`ports: ${value}`, `ports: ${value}\n`, "1:8 ports CONFIG_INVALID", /a map of services to ports/),
  ),
  port("-5", "CONFIG_INVALID", /from 1024 to 65535, not -5/),
  port("0", "CONFIG_INVALID"),
  port("80", "CONFIG_INVALID", /from 1024 to 65535, not 80/),
  port("65536", "CONFIG_INVALID"),
  port("65003.5", "CONFIG_INVALID", /whole number/),
  port("1e3", "YAML_ALTERED", /1e3 would be read as 1000/),
  port("0x50", "YAML_ALTERED", /0x50 would be read as 80/),
  port("0o1750", "YAML_ALTERED", /read as 1000/),
  port("012", "YAML_ALTERED", /012 would be read as 12/),
  port("+65003", "YAML_ALTERED"),
  port("65003.0", "YAML_ALTERED"),
  port("99999999999999999999", "YAML_ALTERED"),
  port(".inf", "YAML_ALTERED"),
  port("22:22", "CONFIG_INVALID", /YAML 1.2 reads this as text/),
  port("65_003", "CONFIG_INVALID", /YAML 1.2 reads this as text/),
  port('"65003"', "CONFIG_INVALID", /not the text '65003'/),
  port('"65000-64000"', "CONFIG_INVALID"),
  port("yes", "CONFIG_INVALID"),
  port("~", "CONFIG_INVALID", /an empty value/),
  bad("a port left empty", "ports:\n  vault:\n", "2:9 ports.vault CONFIG_INVALID", /an empty value/),
  port("65001", "PORT_RESERVED"),
  port("63690", "PORT_WRONG_BLOCK"),
  port("65006", "PORT_OUTSIDE_RANGE"),
  bad("a port asked for twice", "ports: {vault: 65031, opa: 65031}\n", "1:28 ports.opa PORT_DUPLICATE"),
  bad("a port of no service", "ports: {nothing: 65031}\n", "1:18 ports.nothing PORT_UNKNOWN"),
  bad("slot 10", "slot: 10\n", "1:7 slot CONFIG_INVALID", /from 0 to 9, not 10/),
  bad("a slot in words", "slot: one\n", "1:7 slot CONFIG_INVALID", /not the text 'one'/),
];
