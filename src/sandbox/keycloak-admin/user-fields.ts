import type { HeldUser } from "../../domain/sandbox-protocol.ts";
import { AdminRefusal } from "./admin-call.ts";
import { refusal } from "./answers.ts";
import { attributesField, flagField, type JsonObject, listOf, objectOf, textField, textsField } from "./body-fields.ts";

const FIELDS = new Set(
  (
    "id username email firstName lastName enabled emailVerified attributes credentials groups realmRoles clientRoles access totp " +
    "disableableCredentialTypes requiredActions notBefore createdTimestamp origin self federationLink serviceAccountClientId " +
    "federatedIdentities clientConsents userProfileMetadata applicationRoles socialLinks"
  ).split(" "),
);

/** What a body says of a user; absent fields are not spoken of. */
export interface UserFields {
  readonly username?: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly enabled?: boolean;
  readonly emailVerified?: boolean;
  readonly attributes?: HeldUser["attributes"];
  readonly groups?: readonly string[];
  readonly password?: string;
}

/** Reads a UserRepresentation; names and addresses are lower case, as Keycloak keeps them. */
export function readUser(body: unknown): UserFields {
  const rep = objectOf(body, "UserRepresentation", FIELDS);
  const fields = {
    username: textField(rep, "username")?.toLowerCase(),
    email: textField(rep, "email")?.toLowerCase(),
    firstName: textField(rep, "firstName"),
    lastName: textField(rep, "lastName"),
    enabled: flagField(rep, "enabled"),
    emailVerified: flagField(rep, "emailVerified"),
    attributes: attributesField(rep),
    groups: textsField(rep, "groups"),
    password: passwordOf(rep),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function passwordOf(rep: JsonObject): string | undefined {
  const credentials = rep.credentials === undefined || rep.credentials === null ? [] : listOf(rep.credentials);
  const last = credentials.findLast((credential) => (textField(credential, "type") ?? "password") === "password");
  return last === undefined ? undefined : textField(last, "value");
}

interface Complaint {
  readonly field: string;
  readonly errorMessage: string;
  readonly params: readonly (string | number)[];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what is refused
const FORBIDDEN = /[\u0000-\u0020\u007f<>&"'$%!#?§,;:*~/\\|^=[\]{}()`]/;
const EMAIL = /^[^\s@<>"',;]+@[^\s@<>"',;]+$/;

/** Refuses a name or an address that Keycloak's user profile would refuse, in its words. */
export function checkProfile(user: { readonly username?: string; readonly email?: string }): void {
  const { username, email = "" } = user;
  const complaints: Complaint[] = [];
  if (email !== "" && !EMAIL.test(email))
    complaints.push({ field: "email", errorMessage: "error-invalid-email", params: ["email", email] });
  if (username !== undefined && (username.length < 3 || username.length > 255))
    complaints.push({ field: "username", errorMessage: "error-invalid-length", params: ["username", 3, 255] });
  if (username !== undefined && FORBIDDEN.test(username))
    complaints.push({ field: "username", errorMessage: "error-username-invalid-character", params: ["username"] });
  refuse(complaints);
}

/** Refuses a change of the name: it is read-only in a realm that does not allow it. */
export const readOnlyName = (): AdminRefusal =>
  new AdminRefusal({
    status: 400,
    body: { field: "username", errorMessage: "error-user-attribute-read-only", params: ["username"] },
  });

function refuse(complaints: readonly Complaint[]): void {
  if (complaints.length === 0) return;
  throw new AdminRefusal({ status: 400, body: complaints.length === 1 ? complaints[0] : { errors: complaints } });
}

/** The name of a new user, or Keycloak's refusal of none. */
export function newName(fields: UserFields): string {
  if (fields.username === undefined || fields.username === "") throw refusal(400, "User name is missing");
  return fields.username;
}
