import { renderDocument } from "./document.ts";
import { type Html, html } from "./html.ts";

/** One login session of the person, as the account page lists it. */
export interface AccountSession {
  /** What `session` is posted as to end it. */
  readonly id: string;
  /** Client ids that were signed in to. */
  readonly clients: readonly string[];
  /** When it began, ISO 8601 in UTC. */
  readonly since: string;
  /** True for the browser that looks. */
  readonly own: boolean;
}

/** What the account page shows. Its forms post `session=<id>`, or `session=all`, to `action`. */
export interface AccountPage {
  readonly realm: string;
  readonly action: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  /** Name of the tenant, empty for a user who belongs to none. */
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly sessions: readonly AccountSession[];
}

/** The signed-in person: who they are to the applications, and where they are signed in. */
export function renderAccountPage(page: AccountPage): string {
  const facts = [
    ["Username", page.username],
    ["E-mail", page.email],
    ["Tenant", page.tenant],
    ["Roles", page.roles.join(", ")],
    ["Groups", page.groups.join(", ")],
  ] as const;
  return renderDocument(
    { title: "Your account", realm: page.realm },
    html`<h1>${page.name}</h1>
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value || "none"}</dd>`)}</dl>
<h2>Where you are signed in</h2>
${page.sessions.map((session) => sessionForm(page, session))}
<form method="post" action="${page.action}"><button class="primary" name="session" value="all">Sign out everywhere</button></form>`,
  );
}

/** `2026-11-22 10:17 UTC`: nobody tells sessions apart by milliseconds. */
const minuteOf = (instant: string): string => instant.replace(/T(\d\d:\d\d).*$/, " $1 UTC");

const sessionForm = ({ action }: AccountPage, { id, own, since, clients }: AccountSession): Html =>
  html`<form method="post" action="${action}">
<p><strong>${own ? "This browser" : "Another session"}</strong>, since <time>${minuteOf(since)}</time><br><span class="mail">${clients.join(", ") || "no application"}</span></p>
<button class="secondary" name="session" value="${id}">Sign out<span class="unseen"> the session since ${minuteOf(since)}</span></button>
</form>`;
