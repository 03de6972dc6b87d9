import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { type ManagedVendors, managedVendors } from "./managed-vendors.ts";

/** The played vendors behind a real address of this machine, for the value of `AVB_VENDORS_URL`. */
export async function managedVendorServer(): Promise<ManagedVendors & { readonly url: string }> {
  const vendors = managedVendors();
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { method = "GET", url = "/", headers } = request;
      const [status, json] = vendors.answer(method, url, { headers, body });
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(status === 204 ? "" : JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(vendors, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
