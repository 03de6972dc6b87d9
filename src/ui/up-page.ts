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
  readonly users: readonly {
    readonly username: string;
    readonly tenant: string;
    readonly roles: readonly string[];
    readonly password?: string;
  }[];
}

/** What a person needs once the sandbox is usable: addresses, test users, the next command. */
export function upPage(page: Page, width?: number): string {
  const { plan, ms, users, mode } = page;
  const options = width === undefined ? {} : { width };
  const rows = users.map(({ username, password, tenant, roles }) => [
    username,
    password ?? "***",
    tenant,
    roles.join(", "),
  ]);
  const subject = mode === "sandbox" ? "The sandbox" : "The stack";
  const done =
    plan.length === 0 ? `${subject} is usable; nothing was to do.` : `${subject} is usable (${seconds(ms)}).`;
  return [
    done,
    textTable(["What", "Address"], addressRows(page), options),
    ...(rows.length === 0 ? [] : [textTable(["Test user", "Password", "Tenant", "Roles"], rows, options)]),
    'Next: avb dev exec -- YOUR-COMMAND, or curl -H "Authorization: Bearer $(avb dev token)"',
  ].join("\n\n");
}

function addressRows({ urls, addresses, standIns }: Page): readonly (readonly string[])[] {
  return [
    ["Issuer", urls.issuer],
    ...(standIns.includes("keycloak") ? [["Page to open", `${urls.identity}/`]] : []),
    ["Billing", urls.billing],
    ...addresses.map(({ service, address }) => [service, address]),
  ];
}
