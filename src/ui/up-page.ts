import { seconds } from "./progress-lines.ts";
import { textTable } from "./table.ts";

/** What the page shows; see the flow `up`. */
interface Page {
  readonly plan: readonly unknown[];
  readonly ms: number;
  readonly urls: { readonly identity: string; readonly issuer: string; readonly billing: string };
  /** Where the real containers answer. */
  readonly addresses: readonly { readonly service: string; readonly address: string }[];
  readonly standIns: readonly string[];
  readonly mode: string;
  /** Services that were started and not waited for. */
  readonly notAwaited: readonly string[];
  readonly users: readonly {
    readonly username: string;
    readonly tenant: string;
    readonly roles: readonly string[];
    readonly password?: string;
  }[];
}

/** What a person needs once the sandbox is usable: addresses, test users, the next command. */
export function upPage(page: Page, width?: number): string {
  const { users, notAwaited } = page;
  const options = width === undefined ? {} : { width };
  const rows = users.map(({ username, password, tenant, roles }) => [
    username,
    password ?? "***",
    tenant,
    roles.join(", "),
  ]);
  return [
    doneLine(page),
    textTable(["What", "Address"], addressRows(page), options),
    ...(rows.length === 0 ? [] : [textTable(["Test user", "Password", "Tenant", "Roles"], rows, options)]),
    notAwaited.length === 0 ? NEXT : NEXT_WAIT,
  ].join("\n\n");
}

const NEXT = 'Next: avb dev exec -- YOUR-COMMAND, or curl -H "Authorization: Bearer $(avb dev token)"';
const NEXT_WAIT = "Next: avb dev wait, or avb dev up, which waits too and seeds what is not seeded yet";

function doneLine({ plan, ms, mode, notAwaited }: Page): string {
  const subject = mode === "sandbox" ? "The sandbox" : "The stack";
  if (notAwaited.length > 0) return `${subject} is started (${seconds(ms)}); not waited for: ${notAwaited.join(", ")}.`;
  return plan.length === 0 ? `${subject} is usable; nothing was to do.` : `${subject} is usable (${seconds(ms)}).`;
}

function addressRows({ urls, addresses, standIns }: Page): readonly (readonly string[])[] {
  return [
    ["Issuer", urls.issuer],
    ...(standIns.includes("keycloak") ? [["Page to open", `${urls.identity}/`]] : []),
    ["Billing", urls.billing],
    ...addresses.map(({ service, address }) => [service, address]),
  ];
}
