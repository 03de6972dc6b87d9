import { type Html, html } from "./html.ts";

/** A person who can be picked on a page. */
export interface LoginUser {
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** Name of the tenant, empty for a user who belongs to none. */
  readonly tenant: string;
}

/** A form with one button for each person, by tenant; it posts `user=<username>`. */
export function peopleForm(
  users: readonly LoginUser[],
  { action, focused }: { readonly action: string; readonly focused?: LoginUser | undefined },
): Html {
  const groups = [...new Set(users.map((user) => user.tenant))].map((tenant) => {
    const theirs = users.filter((user) => user.tenant === tenant);
    return html`<fieldset class="tenant"><legend>${tenant || "No tenant"}</legend>
<div class="people">${theirs.map((user) => personButton(user, user === focused))}</div></fieldset>`;
  });
  return html`<form method="post" action="${action}" aria-label="Choose a user">${groups}</form>`;
}

const personButton = (user: LoginUser, focused: boolean): Html =>
  html`<button class="person" name="user" value="${user.username}"${focused ? html` autofocus` : undefined}>
<span class="initials" aria-hidden="true">${initials(user.name || user.username)}</span>
<span class="who"><span class="name"><span class="unseen">Sign in as </span>${user.name || user.username}</span>
<span class="mail">${breakable(user.email || user.username)}</span></span>
<span class="roles"><span class="unseen">, roles: </span>${user.roles.map((role) => html`<span class="role">${role}</span> `)}</span>
</button>`;

const breakable = (email: string): Html => {
  const [name, ...domain] = email.split("@");
  return domain.length === 0 ? html`${name}` : html`${name}@<wbr>${domain.join("@")}`;
};

const initials = (name: string): string =>
  name
    .split(/[\s.@_-]+/)
    .filter((word) => word !== "")
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? "")
    .join("");
