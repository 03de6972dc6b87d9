import type { StoreId } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { UntrustedCertificate } from "../../../domain/untrusted-certificate.ts";

/** STORE_CERTIFICATE (10): which certificate the store shows, why it is not trusted, and what helps. */
export const certificateError = (
  store: StoreId,
  { message: why, fix }: Pick<UntrustedCertificate, "message" | "fix">,
) => AvbError.of("STORE_CERTIFICATE", { store, why, fix });
