import { seconds } from "./progress-lines.ts";
import { textTable } from "./table.ts";

/** What the page shows; see the flow `up`. */
interface Page {
  readonly plan: readonly unknown[];
  readonly ms: number;
  readonly urls: { readonly identity: string; readonly issuer: string; readonly billing: string };
  readonly users: readonly {
    readonly username: string;
    readonly tenant: string;
    readonly roles: readonly string[];
    readonly password?: string;
  }[];
}

/** What a person needs once the sandbox is usable: addresses, test users, the next command. */
export function upPage({ plan, ms, urls, users }: Page, width?: number): string {
  const options = width === undefined ? {} : { width };
  const rows = users.map(({ username, password, tenant, roles }) => [
    username,
    password ?? "***",
    tenant,
    roles.join(", "),
  ]);
  const done =
    plan.length === 0 ? "The sandbox is usable; nothing was to do." : `The sandbox is usable (${seconds(ms)}).`;
  return [
    done,
    textTable(
      ["What", "Address"],
      [
        ["Issuer", urls.issuer],
        ["Page to open", `${urls.identity}/`],
        ["Billing", urls.billing],
      ],
      options,
    ),
    ...(rows.length === 0 ? [] : [textTable(["Test user", "Password", "Tenant", "Roles"], rows, options)]),
    'Next: avb dev exec -- YOUR-COMMAND, or curl -H "Authorization: Bearer $(avb dev token)"',
  ].join("\n\n");
}
