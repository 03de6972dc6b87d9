/** What a field of the realm document must look like. */
export interface RealmField {
  fits(value: unknown): boolean;
  /** The allowed form, to follow "must be". */
  readonly form: string;
}

const flag: RealmField = { fits: (value) => typeof value === "boolean", form: "true or false" };
const text: RealmField = {
  fits: (value) => typeof value === "string" && value !== "",
  form: "a text that is not empty",
};
const count: RealmField = {
  fits: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  form: "a whole number from 0 up",
};
const seconds: RealmField = {
  fits: (value) => Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= 315_360_000,
  form: "a whole number of seconds from 1 up",
};
const object: RealmField = {
  fits: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  form: "an object",
};
const textMap: RealmField = {
  fits: (value) => object.fits(value) && Object.values(Object(value)).every((one) => typeof one === "string"),
  form: "an object of texts",
};
const texts: RealmField = {
  fits: (value) => Array.isArray(value) && value.every((one) => typeof one === "string" && one !== ""),
  form: "a list of texts",
};
const objects: RealmField = {
  fits: (value) => Array.isArray(value) && value.every(object.fits),
  form: "a list of objects",
};
const noServer: RealmField = {
  fits: (value) => object.fits(value) && Object.keys(Object(value)).length === 0,
  form: "{}: a local realm sends no mail",
};
const oneOf = (...allowed: readonly string[]): RealmField => ({
  fits: (value) => typeof value === "string" && allowed.includes(value),
  form: `one of ${allowed.join(", ")}`,
});

/** The parts of the document. */
export const REALM_PARTS: Readonly<Record<string, RealmField>> = {
  settings: object,
  userProfile: objects,
  requiredActions: objects,
  clientScopes: objects,
  everyClient: object,
  everyUser: object,
  clients: objects,
};

const clientFields: Readonly<Record<string, RealmField>> = {
  protocol: oneOf("openid-connect"),
  name: text,
  enabled: flag,
  bearerOnly: flag,
  consentRequired: flag,
  implicitFlowEnabled: flag,
  standardFlowEnabled: flag,
  directAccessGrantsEnabled: flag,
  serviceAccountsEnabled: flag,
  fullScopeAllowed: flag,
  frontchannelLogout: flag,
  redirectUris: texts,
  webOrigins: texts,
  attributes: textMap,
  defaultClientScopes: texts,
  optionalClientScopes: texts,
};

const lifespan = ["accessTokenLifespan", "accessCodeLifespan", "accessCodeLifespanLogin", "ssoSessionIdleTimeout"];
const flags = ["registrationAllowed", "resetPasswordAllowed", "verifyEmail", "loginWithEmailAllowed"];

/** The fields of each part, by Keycloak's names; those that are not here avb does not write. */
export const REALM_FIELDS: Readonly<Record<string, Readonly<Record<string, RealmField>>>> = {
  settings: {
    ...Object.fromEntries([...lifespan, "ssoSessionMaxLifespan"].map((name) => [name, seconds])),
    ...Object.fromEntries([...flags, "enabled", "duplicateEmailsAllowed", "rememberMe"].map((name) => [name, flag])),
    editUsernameAllowed: flag,
    revokeRefreshToken: flag,
    bruteForceProtected: flag,
    permanentLockout: flag,
    internationalizationEnabled: flag,
    displayName: text,
    passwordPolicy: text,
    defaultSignatureAlgorithm: oneOf("RS256", "RS384", "RS512", "PS256", "ES256"),
    sslRequired: oneOf("external", "all"),
    bruteForceStrategy: oneOf("MULTIPLE", "LINEAR"),
    failureFactor: seconds,
    waitIncrementSeconds: seconds,
    maxFailureWaitSeconds: seconds,
    maxDeltaTimeSeconds: seconds,
    minimumQuickLoginWaitSeconds: seconds,
    quickLoginCheckMilliSeconds: count,
    smtpServer: noServer,
  },
  userProfile: {
    name: text,
    displayName: text,
    validations: object,
    annotations: object,
    permissions: object,
    required: object,
    multivalued: flag,
  },
  requiredActions: { alias: text, enabled: flag, defaultAction: flag },
  clientScopes: {
    name: text,
    description: text,
    protocol: oneOf("openid-connect"),
    attributes: textMap,
    protocolMappers: objects,
  },
  protocolMappers: { name: text, protocol: oneOf("openid-connect"), protocolMapper: text, config: textMap },
  everyClient: clientFields,
  everyUser: { accountRoles: texts },
  clients: { ...clientFields, clientId: text, protocolMappers: objects },
};
