# The token of development: what the backend may do, and what the application reads for its tenants.
# Paths below secret/ follow the mount that VAULT_MOUNT_POINT names.

path "secret/data/agentvoicebox/backend/*" {
  capabilities = ["read"]
}

path "secret/data/agentvoicebox/shared/*" {
  capabilities = ["read"]
}

path "secret/data/agentvoicebox/tenants/*" {
  capabilities = ["read"]
}

path "transit/encrypt/api-keys" {
  capabilities = ["update"]
}

path "transit/decrypt/api-keys" {
  capabilities = ["update"]
}

path "database/creds/backend" {
  capabilities = ["read"]
}
