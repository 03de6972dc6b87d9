import type { VerifyReport } from "../../src/domain/proof.ts";

/** Texts that no report may let out of their place: markup, quotes, control characters, half a surrogate pair. */
export const NASTY = `<script>alert("1")</script> & ']]> \u0007\u001b[31m \ud800 </style> 💡`;

/** A report with every outcome, one of whose claims is made of texts that try to break out. */
export const sampleReport = (nasty = NASTY): VerifyReport => ({
  ...{ mode: "live", slot: 3, checkout: "shop", atMs: Date.UTC(2026, 0, 12, 9, 30), ms: 2345, holds: false },
  counts: { held: 2, broken: 1, skipped: 1 },
  sections: [
    {
      ...{ id: "vault", title: "Vault: policies", ms: 1234 },
      proofs: [
        { id: "vault.backend.read", claim: "backend may read its secrets", outcome: "held" },
        { id: "vault.nasty", claim: nasty, outcome: "broken", said: nasty, fix: `avb dev seed ${nasty}` },
      ],
    },
    {
      ...{ id: "golden", title: "Golden path", ms: 800 },
      proofs: [
        { id: "golden.token", claim: "a user gets a token", outcome: "held", ms: 41 },
        { id: "golden.opa", claim: "OPA decides", outcome: "skipped", said: "DISABLED in sandbox: All policies pass" },
      ],
    },
  ],
});
