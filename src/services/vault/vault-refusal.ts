import { ServiceRefusal } from "../../domain/refusal.ts";

/** What kind of refusal it is, for those who do something about it. */
export type VaultRefusalKind =
  /** No answer came. */
  | "silent"
  /** Its certificate is not trusted here. */
  | "certificate"
  | "sealed"
  /** The token is not, or no longer, one of this Vault's. */
  | "token"
  | "denied"
  /** A version is not the newest any more: somebody else wrote. */
  | "moved"
  | "throttled"
  | "other";

/** What is known of a refusal beyond its words. */
interface RefusalFacts {
  readonly status?: number;
  readonly passes?: boolean;
  readonly action?: string;
  readonly fix?: string;
}

/** Vault's refusal; `action` is the capability and path that the token lacks, where it is denied, `fix` what helps where that is known. */
export class VaultRefusal extends ServiceRefusal {
  readonly kind: VaultRefusalKind;
  readonly action: string | undefined;
  readonly fix: string | undefined;

  constructor(kind: VaultRefusalKind, why: string, { status, passes, action, fix }: RefusalFacts = {}) {
    super(why, status, passes);
    this.name = "VaultRefusal";
    this.kind = kind;
    this.action = action;
    this.fix = fix;
  }
}
