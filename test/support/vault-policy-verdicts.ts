/** A policy's text, and whether Vault 1.21.2 takes it: the live tests ask it again. */
interface PolicyVerdict {
  readonly text: string;
  readonly taken: boolean;
}

const taken = (text: string): PolicyVerdict => ({ text, taken: true });
const refused = (text: string): PolicyVerdict => ({ text, taken: false });

/** What a person may write. */
export const POLICY_VERDICTS: readonly PolicyVerdict[] = [
  taken('path "a" { capabilities = ["read"] }'),
  taken('path "a" { }'),
  taken('path "a" { capabilities = [] }'),
  taken('path "a" { capabilities = ["read",] }'),
  taken('path "a" { policy = "write" }'),
  taken('path "a/*/b" { capabilities = ["read"] }'),
  taken('path "a" { capabilities = ["read"] } path "a" { capabilities = ["list"] }'),
  taken('name = "x"\npath "a" { capabilities = ["read"] }'),
  taken('path "a" { capabilities = ["deny", "read"] }'),
  taken('path "a" { capabilities = ["create"] allowed_parameters = { "k" = ["v"] "*" = [] } }'),
  taken('path "a" { capabilities = ["create"] required_parameters = ["x"] }'),
  taken("# just a comment"),
  taken('path "a" { capabilities = ["read"] # x\n}'),
  taken('path "" { capabilities = ["read"] }'),
  taken('path "/a" { capabilities = ["read"] }'),
  taken('path "secret/data/{{identity.entity.id}}/*" { capabilities = ["read"] }'),
  taken('path "a" { capabilities = ["subscribe"] }'),
  taken('path "a" { max_wrapping_ttl = 60 min_wrapping_ttl = "30s" capabilities = ["list"] }'),
  refused(""),
  refused('path "a" { capabilities = ["reed"] }'),
  refused('path "a" { capabilities = ["READ"] }'),
  refused('path "a" { capabilities = [1] }'),
  refused('path "a" { capabilites = ["read"] }'),
  refused('path "a" { capabilities = "read" }'),
  refused('path "a" { capabilities = ["read" "list"] }'),
  refused('path "a/+*" { capabilities = ["read"] }'),
  refused('path "a" { capabilities = ["read"] capabilities = ["list"] }'),
  refused('foo "a" { capabilities = ["read"] }'),
  refused('path "a" { capabilities = ["read"]'),
  refused('path "a" { capabilities = ["read"] min_wrapping_ttl = "1x" }'),
  refused('path = { "a" = { capabilities = ["read"] } }'),
  refused('path "a" { pagination_limit = 5 capabilities = ["list"] }'),
  refused('path "a" { capabilities = ["read] }'),
];
