import { django } from "./django.ts";
import { portal } from "./portal.ts";
import type { Profile, ProfileId } from "./profile.ts";

const PROFILES: Readonly<Record<ProfileId, Profile>> = { django, portal };

/** The application of that id. */
export const findProfile = (id: ProfileId): Profile => PROFILES[id];
