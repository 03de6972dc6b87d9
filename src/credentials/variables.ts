import { type Credential, type Environment, livesIn } from "../domain/credential.ts";
import { platform, secret } from "../domain/env-value.ts";
import { APPLICATION, type ProfileVariable } from "../domain/profiles/profile.ts";
import { thirdPartyName } from "../domain/third-party.ts";

/** The variables of the credentials that an environment has; in production the platform supplies them. */
export const credentialVariables = (all: readonly Credential[], environment: Environment): readonly ProfileVariable[] =>
  all
    .filter((one) => livesIn(one, environment))
    .flatMap(({ places: { path }, fields, status }) =>
      fields.map(({ name, variable, optional = false, ...field }): ProfileVariable => {
        const value = secret(thirdPartyName(path, name));
        return {
          ...{ name: variable, service: APPLICATION, secret: field.secret },
          required: !optional && status !== "Deferred",
          effective: { running: value, absent: value, production: platform },
          because: `kept as ${thirdPartyName(path, name)}`,
        };
      }),
    );
