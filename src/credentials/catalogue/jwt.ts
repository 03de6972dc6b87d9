import type { Credential } from "../../domain/credential.ts";
import { secretField } from "./parts.ts";

/** The key that the application's own tokens are signed with. */
export const jwt: Credential = {
  id: "jwt",
  title: "JWT",
  category: "jwt",
  epic: 1,
  status: "Auto-generated",
  places: {
    path: "third-party/jwt",
    aws: "qualisys/jwt/signing-key",
    azure: { form: "split", names: { secret: "jwt-signing-key" } },
    kubernetes: { secret: "jwt-signing-key", keys: { secret: "secret" } },
  },
  fields: [secretField("secret", "JWT_SECRET", "signing-key")],
  rotation: {
    title: "JWT Signing Key",
    frequency: "N/A",
    next: "Auto-rotated",
    owner: "Terraform",
    procedure: "Managed by Terraform random_password",
  },
  documented: true,
  guide: [
    { text: "Nothing has to be applied for: the key is made by a machine." },
    {
      text: "Make one of at least 32 random bytes.",
      details: ["openssl rand -base64 48 | avb secrets set jwt"],
      field: "secret",
    },
  ],
  corrections: [
    {
      table: "rotation",
      column: "Next Rotation",
      now: "never by itself",
      because: "random_password without keepers is made once and lies in Terraform's state; it is not rotation",
    },
    {
      table: "rotation",
      column: "Procedure",
      now: "Make a new key, publish it beside the old one for as long as the longest token lives, then drop the old one",
      because: "with one key, every token that is out dies with it",
    },
  ],
};
