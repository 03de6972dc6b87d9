import { type BadConfig, bad } from "./bad-configs.ts";

/** Users and clients that `.devenvrc` cannot have, and what stands behind them. */
export const BAD_IDENTITIES: readonly BadConfig[] = [
  bad(
    "a user of a tenant that nobody knows",
    "users: [{username: x, tenant: zzz}]\n",
    "1:31 users[0].tenant CONFIG_TENANT_UNKNOWN",
    /'zzz' is not a tenant; those are /,
  ),
  bad(
    "the address of a shipped user",
    "users:\n  - username: x\n    email: Demo@test.com\n",
    "3:12 users[0].email CONFIG_EMAIL_TAKEN",
    /the address of demo@test.com already/,
  ),
  bad(
    "a group without a name",
    "users: [{username: x, groups: [a, /b//c]}]\n",
    "1:35 users[0].groups[1] CONFIG_INVALID",
  ),
  bad(
    "a redirect URI whose port cannot be",
    "clients: [{id: x, redirectUris: ['http://localhost:99999/cb']}]\n",
    "1:34 clients[0].redirectUris[0] CONFIG_INVALID",
  ),
  bad(
    "a container with a provider, which compose runs on the machine",
    "services:\n  web: {image: web:1, x-avb-ready: none, provider: {type: x}}\n",
    "2:42 services.web.provider FRAGMENT_REFUSED",
    /run a program on the machine/,
  ),
  bad("a privileged container", "services: {w: {image: w:1, x-avb-ready: none, privileged: true}}\n", [
    "1:47 services.w.privileged FRAGMENT_REFUSED",
  ]),
  bad(
    "a container that publishes a port",
    "services: {w: {image: w:1, x-avb-ready: none, ports: ['0.0.0.0:80:80']}}\n",
    "1:54 services.w.ports CONFIG_INVALID",
    /a map of names to ports inside the container, such as http: 8080/,
  ),
  bad(
    "a container with a folder of the machine",
    "services: {w: {image: w:1, x-avb-ready: none, volumes: ['/etc:/x']}}\n",
    ["1:57 services.w.volumes[0] FRAGMENT_REFUSED"],
  ),
  bad("a container without an image", "services: {w: {x-avb-ready: none}}\n", "1:15 services.w.image FRAGMENT_REFUSED"),
  bad("services: null", "services: null\n", "1:11 services CONFIG_INVALID", /an empty value/),
  bad("services: []", "services: []\n", "1:11 services CONFIG_INVALID", /an empty list/),
  bad("a container's name with a slash", "services: {a/b: {}}\n", "1:12 services.a/b CONFIG_NAME"),
  bad(
    "a container's name of 200 letters",
    `services: {${"a".repeat(200)}: {}}\n`,
    `1:12 services.${"a".repeat(200)} CONFIG_NAME`,
  ),
  bad("a hook with a key that is none", "hooks: {after_usable: {run: [ls], timout: 5}}\n", [
    "1:35 hooks.after_usable.timout CONFIG_KEY_UNKNOWN",
  ]),
  bad(
    "a hook with a timeout that is none",
    "hooks: {after_usable: {run: [ls], timeout: 0}}\n",
    "1:44 hooks.after_usable.timeout CONFIG_INVALID",
    /seconds, 1 to 86400/,
  ),
  bad(
    "a hook for an application that nobody knows",
    "hooks: {after_usable: {run: [ls], profile: rails}}\n",
    "1:44 hooks.after_usable.profile CONFIG_INVALID",
    /one of django, portal/,
  ),
  bad(
    "a hook whose argument has a line break",
    'hooks: {after_usable: [ls, "a\\nb"]}\n',
    "1:28 hooks.after_usable[1] CONFIG_INVALID",
  ),
  bad("requires without >=", "requires: '1.2'\n", "1:11 requires CONFIG_INVALID", /'>=' and a version/),
  bad("a newer avb", "requires: '>=99.0'\nnew: key\n", "1:11 requires AVB_TOO_OLD", /requires avb >=99.0/),
  bad("many problems at once", "mode: prod\nslot: 0x5\nfoo: 1\nports: {vault: 80}\n", [
    "2:7 slot YAML_ALTERED",
    "1:7 mode CONFIG_INVALID",
    "4:16 ports.vault CONFIG_INVALID",
    "3:1 foo CONFIG_KEY_UNKNOWN",
  ]),
];
