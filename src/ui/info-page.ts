import { textTable } from "./table.ts";

/** What the page shows; see the flow that describes access. */
interface Page {
  readonly mode: string;
  readonly slot: number;
  readonly services: readonly {
    readonly id: string;
    readonly title: string;
    readonly state: string;
    readonly note: string;
    readonly items: readonly { readonly label: string; readonly user?: string; readonly text: string }[];
  }[];
  readonly users: readonly {
    readonly username: string;
    readonly tenant: string;
    readonly roles: readonly string[];
    readonly password?: string;
  }[];
}

/** How to get at a stack, for a person: services with addresses first, then those who can sign in, then what does not run. */
export function infoPage(page: Page, width?: number): string {
  const options = width === undefined ? {} : { width };
  const open = page.services.filter(({ items }) => items.length > 0);
  const closed = page.services.filter(({ items }) => items.length === 0);
  const rows = open.flatMap(({ title, state, items }) =>
    items.map(({ label, user, text }, index) => [
      index === 0 ? `${title}${state === "stand-in" ? " (sandbox server)" : ""}` : "",
      label,
      user === undefined ? text : `${user} / ${text}`,
    ]),
  );
  const users = page.users.map(({ username, password, tenant, roles }) => [
    username,
    password ?? "***",
    tenant,
    roles.join(", "),
  ]);
  return [
    `Mode ${page.mode}, slot ${page.slot}`,
    rows.length === 0 ? undefined : textTable(["Service", "What", "Value"], rows, options),
    users.length === 0 ? undefined : textTable(["Test user", "Password", "Tenant", "Roles"], users, options),
    closed.length === 0
      ? undefined
      : closed
          .map(({ title, state, note }) => `${title}: ${[state, note].filter((part) => part !== "").join(", ")}`)
          .join("\n"),
  ]
    .filter((part) => part !== undefined)
    .join("\n\n");
}
