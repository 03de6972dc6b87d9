import { type Due, dueOf } from "../../credentials/due.ts";
import { type Check, type Finding, findings, type Patient } from "../../domain/check.ts";
import { stateRootOf } from "../../domain/checkout.ts";
import { type Credential, livesIn } from "../../domain/credential.ts";
import type { StoreId, StoreLook } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { DEVELOPMENT } from "../../domain/store-wishes.ts";
import type { World } from "../../domain/world.ts";
import { credentialsIn } from "../secrets/open-secrets.ts";
import { standingOf } from "../secrets/standing.ts";
import { provisionedIn } from "../secrets/status.ts";
import type { StoreTools } from "../secrets/store-tools.ts";
import { openStore } from "../secrets/stores.ts";

/** The stores of this machine that are looked into; one elsewhere is asked by `avb secrets status` alone. */
const PLACES = [
  ...DEVELOPMENT.map((environment) => ({ store: "local", environment }) as const),
  { store: "dotenv", environment: "dev" },
  { store: "env", environment: "dev" },
] as const;

/** What avb itself writes for PayPal where there are no credentials (matrix 4.4). */
const NOT_CONFIGURED = "not-configured";

/** What the stores of this machine hold of third-party credentials. */
export const credentialsCheck: Check = {
  id: "credentials",
  title: "Third-party credentials",
  looksAt:
    "the local stores, .env and the environment: whether a third-party credential is a placeholder, has a form that its vendor does not give, or must be replaced",
  run: async (world, patient) => {
    const all = knownTo(patient);
    const found = await Promise.all(PLACES.map((place) => placeFindings(world, patient, { ...place, all })));
    return findings(found.flat(), "no placeholder, no wrong form, nothing overdue");
  },
};

/** Those of a file that is not trusted yet are left out: the check of trust says so. */
const knownTo = ({ checkout }: Patient): readonly Credential[] => {
  const isTrusted = !checkout.loaded.untrusted.includes("credentials");
  return credentialsIn(isTrusted ? checkout : { ...checkout, loaded: withoutOwn(checkout.loaded) });
};

const withoutOwn = (loaded: Patient["checkout"]["loaded"]) => ({
  ...loaded,
  config: { ...loaded.config, credentials: {} },
});

interface Place extends Pick<StoreTools, "environment"> {
  readonly store: StoreId;
  readonly all: readonly Credential[];
}

async function placeFindings(world: World, { checkout }: Patient, place: Place): Promise<readonly Finding[]> {
  const { store, environment } = place;
  const tools = { world, checkout, stateRoot: stateRootOf(world.host), environment, command: "avb dev doctor" };
  const here = place.all.filter((one) => livesIn(one, environment));
  const looks = await openStore(tools, store)
    .look(here)
    .catch((error: unknown) => {
      if (error instanceof AvbError && isElsewhere(error, store)) return new Map<string, StoreLook>();
      throw error;
    });
  const where = store === "local" ? `the local store (${environment})` : openStore(tools, store).where;
  return here.flatMap((one) => credentialFindings(tools, one, { look: looks.get(one.id), where }));
}

/** A passphrase is asked for by commands that need a value, and looking is no need; what is wrong in `.env` another check tells. */
const isElsewhere = ({ code }: AvbError, store: StoreId): boolean => code === "PASSPHRASE_NEEDED" || store === "dotenv";

interface Looked {
  readonly look: StoreLook | undefined;
  readonly where: string;
}

function credentialFindings(tools: StoreTools, one: Credential, { look, where }: Looked): readonly Finding[] {
  if (look?.state !== "present") return [];
  const { fields } = look.found;
  const bad = standingOf(one, look, tools.environment).fields.filter(
    ({ field, state }) => (state === "placeholder" || state === "wrong") && fields[field]?.reveal() !== NOT_CONFIGURED,
  );
  const due = dueOf(one, provisionedIn(one, [look], tools), tools.world.clock.now());
  return [
    ...bad.map(({ field, state, says }): Finding => {
      const what = `${field} of ${one.id} in ${where} ${says}`;
      const fix =
        state === "placeholder" ? `avb secrets guide ${one.id}` : `avb secrets set ${one.id} --field ${field}`;
      return { state: "warn", says: what, fixes: [fix] };
    }),
    ...dueFindings(one, due, where),
  ];
}

function dueFindings({ id }: Credential, { state, next, days = 0 }: Due, where: string): readonly Finding[] {
  if (state !== "overdue" && state !== "due") return [];
  const since = days === 0 ? "today" : `${next}, ${-days} days ago`;
  const says = `${id} in ${where} was to be replaced ${since}`;
  return [{ state: "warn", says, fixes: [`avb secrets guide ${id}`, "avb secrets rotation due"] }];
}
