// Draws docs/login.png: the login page with the shipped users, as Chromium shows it.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { tenants, users, clients } = JSON.parse(
  await readFile(join(root, "templates/keycloak/identities.json"), "utf8"),
);

const folder = await mkdtemp(join(tmpdir(), "avb-picture-"));
const outfile = join(folder, "login.mjs");
await build({
  entryPoints: [join(root, "src/sandbox/pages/login.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
});
const { renderLoginPage } = await import(pathToFileURL(outfile).href);
await rm(folder, { recursive: true });

const page = renderLoginPage({
  realm: "agentvoicebox",
  clientName: clients.find(({ clientId }) => clientId === "portal-frontend").name,
  action: "/",
  users: users.map(({ username, email, firstName, lastName, roles, attributes }) => ({
    ...{ username, email, roles, name: `${firstName} ${lastName}` },
    tenant: tenants.find(({ id }) => id === attributes.tenant_id?.[0])?.name ?? "",
  })),
});

const browser = await chromium.launch({
  executablePath: process.env.AVB_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const view = await browser.newPage({ viewport: { width: 1040, height: 600 }, deviceScaleFactor: 1.5 });
await view.setContent(page);
await view.screenshot({ path: join(root, "docs/login.png"), fullPage: true });
await browser.close();
