import type { TokenCredential } from "@azure/identity";

/** Whoever Azure's own rules find: variables, a workload's or a machine's identity, `az`, `Connect-AzAccount`, `azd`. */
export async function azureCredential(): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new DefaultAzureCredential();
}
