import { type BadConfig, bad } from "./bad-configs.ts";

/** A container that is right but for the keys that are given. */
const web = (keys: string) => `services:\n  web: {image: "web:1", x-avb-ready: none, ${keys}}\n`;

/** Containers of a team's own that only the catalogue can judge. */
export const BAD_CONTAINERS: readonly BadConfig[] = [
  bad(
    "a container with the name of a service",
    "services:\n  redis: {image: 'web:1', x-avb-ready: none}\n",
    "2:3 services.redis CONTAINER_REFUSED",
    /'redis' is the name of Redis, which avb knows already/,
  ),
  bad(
    "a container with the name of a service's container",
    "services:\n  lago-db: {image: 'web:1', x-avb-ready: none}\n",
    "2:3 services.lago-db CONTAINER_REFUSED",
    /the name of Lago/,
  ),
  bad(
    "a container called application",
    "services:\n  application: {image: 'web:1', x-avb-ready: none}\n",
    "2:3 services.application CONTAINER_REFUSED",
  ),
  bad(
    "a need that is no service",
    web("needs: [postgre]"),
    "2:52 services.web.needs[0] CONTAINER_REFUSED",
    /'postgre' is not a service/,
  ),
  bad("a need of itself", web("needs: [web]"), "2:52 services.web.needs[0] CONTAINER_REFUSED", /web needs itself/),
  bad(
    "containers that need each other",
    "services:\n  a: {image: 'a:1', x-avb-ready: none, needs: [b]}\n  b: {image: 'b:1', x-avb-ready: none, needs: [a]}\n",
    ["2:48 services.a.needs[0] CONTAINER_REFUSED", "3:48 services.b.needs[0] CONTAINER_REFUSED"],
    /they need each other: a, b, a/,
  ),
  bad(
    "a probe of a port that it does not have",
    web("ports: {web: 80}, probe: {port: http, path: /}"),
    "2:76 services.web.probe.port CONTAINER_REFUSED",
    /'http' is not one of its ports/,
  ),
  bad(
    "a probe with a key that is none",
    web("ports: {http: 80}, probe: {port: http, path: /, code: 200}"),
    "2:92 services.web.probe.code CONFIG_KEY_UNKNOWN",
    /port, path, status/,
  ),
  bad(
    "a port inside the container that cannot be",
    web("ports: {http: 65536}"),
    "2:58 services.web.ports.http CONFIG_INVALID",
    /1 to 65535/,
  ),
  bad(
    "an address that nobody has",
    web('environment: {A: "$\u{7B}endpoint:postgres.http}"}'),
    "2:61 services.web.environment.A CONTAINER_REFUSED",
    /leads nowhere: there is no port postgres.http/,
  ),
  bad(
    "a reference that is not closed",
    web('environment: {A: "$\u{7B}endpoint:postgres.sql"}'),
    "2:61 services.web.environment.A CONTAINER_REFUSED",
    /is no reference/,
  ),
  bad(
    "a reference without a name",
    web('environment: {A: "$\u{7B}secret}"}'),
    "2:61 services.web.environment.A CONTAINER_REFUSED",
    /is no reference/,
  ),
  bad(
    "a secret that the stack does not have",
    web('user: "1000", environment: {A: "$\u{7B}secret:postgres/agentvoicebx}"}'),
    "2:75 services.web.environment.A CONTAINER_REFUSED",
    /names no secret of the stack/,
  ),
  bad(
    "two secrets in one text",
    web('user: "1000", environment: {A: "$\u{7B}secret:web/a}$\u{7B}secret:web/b}"}'),
    "2:75 services.web.environment.A CONTAINER_REFUSED",
    /more than one secret/,
  ),
  bad(
    "a secret that nobody in the container may read",
    web('user: node, environment: {A: "$\u{7B}secret:web/a}"}'),
    "2:73 services.web.environment.A CONTAINER_REFUSED",
    /nothing says for which/,
  ),
  bad(
    "a variable of the application that Keycloak has",
    web("variables: {KEYCLOAK_URL: x}"),
    "2:70 services.web.variables.KEYCLOAK_URL CONTAINER_REFUSED",
    /given by Keycloak already/,
  ),
  bad(
    "a variable of the application that its profile has",
    web("variables: {DB_HOST: x}"),
    "2:65 services.web.variables.DB_HOST CONTAINER_REFUSED",
    /the profile django/,
  ),
  bad(
    "more ports than there are",
    web(`ports: {${Array.from({ length: 20 }, (_, at) => `p${at}: 80`).join(", ")}}`),
    "2:8 services.web CONTAINER_REFUSED",
    /20 ports together, and there are 19/,
  ),
  bad(
    "an order in the words of compose",
    web("depends_on: [redis]"),
    "2:44 services.web.depends_on FRAGMENT_REFUSED",
    /holds an order/,
  ),
];
