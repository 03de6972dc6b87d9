/** A fragment that is refused: its text, and where and for what. */
export interface BadFragment {
  readonly title: string;
  readonly text: string;
  /** `line:column keyPath`, as the first problem names it. */
  readonly at: string;
  readonly says: RegExp;
}

const HEAD = "services:\n  web:\n    image: web:1\n    x-avb-ready: none\n";
const key = (
  title: string,
  lines: string,
  says: RegExp,
  path = `services.web.${lines.split(":")[0]}`,
): BadFragment => ({
  title,
  text: `${HEAD}    ${lines.replaceAll("\n", "\n    ")}\n`,
  at: `5:5 ${path}`,
  says,
});
const value = (name: string, written: string, says: RegExp): BadFragment => ({
  title: `${name}: ${written}`,
  text: `${HEAD}    ${name}: ${written}\n`,
  at: `5:${7 + name.length} services.web.${name}`,
  says,
});
const item = (name: string, written: string, says: RegExp): BadFragment => ({
  title: `${name}: - ${written}`,
  text: `${HEAD}    ${name}:\n      - ${written}\n`,
  at: `6:9 services.web.${name}[0]`,
  says,
});
const image = (written: string): BadFragment => ({
  title: `image: ${written}`,
  text: `services:\n  web:\n    image: ${written}\n    x-avb-ready: none\n`,
  at: "3:12 services.web.image",
  says: /NAME:TAG|not YAML/,
});
const named = (name: string): BadFragment => ({
  title: `a container called ${name.slice(0, 20)}`,
  text: `services:\n  ${name}:\n    image: web:1\n    x-avb-ready: none\n`,
  at: `2:3 services.${name.replaceAll('"', "")}`,
  says: /a-z, 0-9|ASCII/,
});
const port = (written: string): BadFragment =>
  key(`ports: ${written}`, `ports: [${written}]`, /host ports stand in the catalogue/);

/** Every kind of bad fragment, one row each. */
export const BAD_FRAGMENTS: readonly BadFragment[] = [
  key("privileged", "privileged: true", /power over the machine/),
  key("devices", "devices: [/dev/sda]", /power over the machine/),
  key("the machine's processes", "pid: host", /processes of the machine/),
  key("the machine's memory", "ipc: host", /memory with the machine/),
  key("the machine's network", "network_mode: host", /network of the stack/),
  key("the machine's users", "userns_mode: host", /user namespace/),
  key("seccomp switched off", "security_opt: [seccomp=unconfined]", /no-new-privileges for all/),
  key("a provider", "provider: {type: ./evil.sh}", /run a program on the machine/),
  key("the engine's socket as a key", "use_api_socket: true", /hands the engine itself/),
  key("develop", "develop: {watch: []}", /watch files/),
  key("a hook after the start", "post_start: [{command: id}]", /runs commands/),
  key("a hook before the end", "pre_stop: [{command: id}]", /runs commands/),
  key("a build", "build: ../elsewhere", /published image/),
  key("another file", "extends: {file: ../x.yaml, service: a}", /another file/),
  key("configs that read files", "configs: [shadow]", /any file of the machine/),
  key("an order", "depends_on: [db]", /catalogue|src\/services/),
  key("values", "environment: {A: b}", /src\/services/),
  key("a fixed container name", "container_name: web", /every checkout/),
  key("a key nobody knows", "privilegd: true", /not a key that a fragment may have/),
  item("cap_add", "SYS_ADMIN", /one of CHOWN, DAC_OVERRIDE/),
  item("cap_add", "ALL", /one of CHOWN, DAC_OVERRIDE/),
  item("volumes", "/var/run/docker.sock:/var/run/docker.sock", /VOLUME:\/PATH/),
  item("volumes", "../../etc:/etc", /VOLUME:\/PATH/),
  item("volumes", "~/.ssh:/keys", /VOLUME:\/PATH/),
  item("volumes", "/data", /VOLUME:\/PATH/),
  item("volumes", "nowhere:/data", /declared under volumes/),
  item("volumes", "{type: bind, source: /, target: /host}", /VOLUME:\/PATH/),
  ...["0.0.0.0:65001:80", '"65001:80"', '"[::]:65001:80"', "127.0.0.1:65001:80", "-1:80", "65536:80"].map(port),
  ...["abc:80", '"0:80"', "8000-8002:80-81", '"::1:80:80"', "999.1.1.1:80:80", '"80"'].map(port),
  ...[
    "UPPER/Case:tag",
    "web",
    "web:latest",
    "web:1 x",
    '""',
    "5",
    "web:\u0024{TAG}",
    "web@sha256:12",
    "-web:1",
    "web:1/x",
  ].map(image),
  ...["a/b", "Web", "-x", '""', "my_app", "a--b", "x".repeat(200)].map(named),
  { ...named("\u00e9"), at: "2:3 services.\\u{e9}" },
  value("restart", "sometimes", /on-failure:1 to on-failure:5/),
  value("restart", "always", /on-failure:1 to on-failure:5/),
  value("mem_limit", "a lot", /256m/),
  value("pids_limit", "-1", /whole number/),
  value("pids_limit", "1.5", /whole number/),
  value("user", "root; rm", /USER or USER:GROUP/),
  value("command", "rm -rf /", /a list of texts/),
  item("command", '"a\\0b"', /without a zero byte/),
  value("stop_grace_period", "1h30", /duration/),
  { ...value("healthcheck", "{disable: true}", /nothing stands here/), at: "5:18 services.web.healthcheck.test" },
  {
    title: "a container that nothing can ask",
    text: "services:\n  web:\n    image: web:1\n",
    at: "3:5 services.web.healthcheck",
    says: /x-avb-ready: none/,
  },
  { title: "a list of services", text: "services: []\n", at: "1:11 services", says: /at least one container/ },
  { title: "null services", text: "services:\n", at: "1:10 services", says: /at least one container/ },
  { title: "nothing but volumes", text: "volumes: {}\n", at: "1:1 services", says: /at least one container/ },
  { title: "an empty file", text: "# nothing\n", at: "1 ", says: /holds no services/ },
  { title: "a project name", text: `name: My App\n${HEAD}`, at: "1:1 name", says: /set by avb/ },
  { title: "an include", text: `include: [other.yaml]\n${HEAD}`, at: "1:1 include", says: /another file/ },
  {
    title: "a volume that is a bind",
    text: `${HEAD}volumes:\n  data: {driver_opts: {device: /etc, o: bind}}\n`,
    at: "6:9 volumes.data",
    says: /plain named volume/,
  },
  { title: "two documents", text: `${HEAD}---\n${HEAD}`, at: "5:1 ", says: /second document/ },
  {
    title: "the same container twice",
    text: `${HEAD}  web:\n    image: web:2\n`,
    at: "5:3 services.web",
    says: /twice/,
  },
  {
    title: "a zero byte",
    text: `${HEAD}    working_dir: "/a\\0b"\n`,
    at: "5:18 services.web.working_dir",
    says: /absolute path|text/,
  },
  {
    title: "a zero byte as such",
    text: `${HEAD}    working_dir: /a\0b\n`,
    at: "5:18 services.web.working_dir",
    says: /absolute path/,
  },
  { title: "an unknown tag", text: "services: !!js/function x\n", at: "1:11 ", says: /not YAML/ },
  { title: "an alias of itself", text: "services: &a\n  web: *a\n", at: "2:8 services.web", says: /alias/ },
  {
    title: "__proto__",
    text: `${HEAD}    __proto__: {privileged: true}\n`,
    at: "5:5 services.web.__proto__",
    says: /__proto__/,
  },
];
