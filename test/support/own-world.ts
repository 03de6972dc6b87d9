import { grantTrust, showTrust } from "../../src/flows/trust.ts";
import { liveWorld, well } from "./live-world.ts";

/** A reference as it stands in a text: `${secret:web/admin}`. */
export const reference = (to: string): string => `$\u{7B}${to}}`;

/** A container of a team's own that uses everything there is. */
export const OWN = `services:
  web:
    image: shop/web:1
    user: "1000"
    ports: {http: 8080}
    needs: [postgres]
    environment:
      DB: ${reference("endpoint:postgres.sql")}
      DB_PASSWORD: ${reference("secret:postgres/agentvoicebox")}
      DB_URL: postgresql://agentvoicebox:${reference("secret:postgres/agentvoicebox")}@${reference("host:postgres")}/shop
      PRICE: $5
    volumes: [data:/data]
    healthcheck: {test: [CMD, web, ping]}
    variables:
      WEB_URL: http://${reference("endpoint:web.http")}
`;

/** A checkout with this configuration, trusted, on a machine whose engine has its images. */
export async function ownWorld(config: string) {
  const own = liveWorld();
  own.world.files.put("/home/dev/shop/.devenvrc", config);
  own.engine.have("shop/web:1", "busybox:1.35");
  own.engine.behave("-web", well("web"));
  const trust = async () => grantTrust(own.world, (await showTrust(own.world)).hash);
  await trust();
  return { ...own, trust };
}
