import { unknownScopes } from "../../domain/scopes.ts";

/** An OAuth error that is sent back to the application. */
export interface SentBack {
  readonly error: string;
  readonly description?: string;
}

/** The parameters of an authorization request. */
type Asked = URLSearchParams;

/** One of Keycloak's checks: what it says, and of which requests. */
interface Check {
  readonly refuses: (asked: Asked, prompts: readonly string[]) => boolean;
  readonly says: (asked: Asked) => SentBack;
}

const invalid = (description: string) => () => ({ error: "invalid_request", description });
const lacks = (name: string) => (asked: Asked) => !asked.get(name);

const RESPONSE_MODES = ["query", "fragment", "form_post"];

const CHECKS: readonly Check[] = [
  { refuses: lacks("response_type"), says: invalid("Missing parameter: response_type") },
  {
    refuses: (asked) => asked.has("response_mode") && !RESPONSE_MODES.includes(asked.get("response_mode") ?? ""),
    says: invalid("Invalid parameter: response_mode"),
  },
  {
    refuses: (asked) => unknownScopes(asked.get("scope") ?? undefined).length > 0,
    says: (asked) => ({ error: "invalid_scope", description: `Invalid scopes: ${asked.get("scope")}` }),
  },
  {
    refuses: (asked, prompts) => prompts.includes("none") && (prompts.includes("login") || wantsLevel(asked)),
    says: () => ({ error: "login_required" }),
  },
];

/** What Keycloak says of PKCE where a client has to use it with S256. */
const PKCE_CHECKS: readonly Check[] = [
  { refuses: lacks("code_challenge_method"), says: invalid("Missing parameter: code_challenge_method") },
  {
    refuses: (asked) => asked.get("code_challenge_method") !== "S256",
    says: invalid("Invalid parameter: code challenge method is not matching the configured one"),
  },
  { refuses: lacks("code_challenge"), says: invalid("Missing parameter: code_challenge") },
  {
    refuses: (asked) => !/^[\w.~-]{43,128}$/.test(asked.get("code_challenge") ?? ""),
    says: invalid("Invalid parameter: code_challenge"),
  },
];

/** What Keycloak sends back to the application in place of a sign-in, in its own words; undefined for a request it takes. */
export function sentBack(asked: Asked, wantsPkce: boolean): SentBack | undefined {
  const checks = wantsPkce && asked.get("response_type") === "code" ? [...CHECKS, ...PKCE_CHECKS] : CHECKS;
  return checks.find(({ refuses }) => refuses(asked, promptsOf(asked)))?.says(asked);
}

/** Keycloak's prompts in the provider's words: nobody is asked for consent, and who may choose or register is asked to sign in. */
const PROMPTS: Readonly<Record<string, readonly string[]>> = {
  none: ["none"],
  login: ["login"],
  select_account: ["login"],
  create: ["login"],
};

/** What the provider is to prompt for: words that it does not know are passed over, as Keycloak does. */
export function providerPrompts(asked: Asked): readonly string[] {
  const prompts = [
    ...new Set(promptsOf(asked).flatMap((word) => (Object.hasOwn(PROMPTS, word) ? (PROMPTS[word] ?? []) : []))),
  ];
  if (prompts.includes("none")) return ["none"];
  return wantsLevel(asked) || isPast(asked.get("max_age")) ? ["login"] : prompts;
}

const promptsOf = (asked: Asked): readonly string[] => (asked.get("prompt") ?? "").split(" ");

const isPast = (maxAge: string | null): boolean => maxAge !== null && Number(maxAge) < 0;

/** A level that is asked for by name is above that of a session, which is 0: Keycloak asks for the password again. */
function wantsLevel(asked: Asked): boolean {
  if (asked.get("acr_values")) return true;
  try {
    return Object(JSON.parse(asked.get("claims") ?? "{}")).id_token?.acr !== undefined;
  } catch {
    return false;
  }
}

/** Whether `max_age` can be read: where not, Keycloak shows an error page. */
export const isReadable = (asked: Asked): boolean => /^[+-]?\d{1,9}$/.test(asked.get("max_age") ?? "0");
