/** What a Vault policy may allow on a path (Vault documentation, "Policies"). */
export type Capability = "create" | "read" | "update" | "patch" | "delete" | "list" | "sudo" | "deny";

/** One path of a Vault policy; `*` at its end stands for everything below it. */
export interface PathPermission {
  readonly path: string;
  readonly capabilities: readonly [Capability, ...Capability[]];
  readonly purpose: string;
}

/** A Vault policy of matrix section 5. */
export interface VaultPolicy {
  /** The policy's name in Vault. */
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly permissions: readonly PathPermission[];
}

/** A rule of matrix section 6.3: who may do an action on a kind of resource. */
export interface AccessRule {
  readonly resource: string;
  readonly action: "create" | "read" | "update" | "delete";
  /** Any one of these roles is enough; none named means that being signed in is. */
  readonly roles: readonly string[];
  /** Who may do it without a role: the user in question, or the resource's owner. */
  readonly relation?: "self" | "owner";
}

/** What a policy decision is asked with (matrix section 6.2). */
export interface DecisionInput {
  readonly user: { readonly id: string; readonly roles: readonly string[]; readonly tenant_id: string };
  readonly resource: { readonly type: string; readonly id: string; readonly tenant_id: string };
  readonly action: string;
}
