import { django } from "./django.ts";
import { portal } from "./portal.ts";
import type { Profile, ProfileId } from "./profile.ts";
import { qualisys } from "./qualisys.ts";

const PROFILES: Readonly<Record<ProfileId, Profile>> = { django, portal, qualisys };

/** The application of that id. */
export const findProfile = (id: ProfileId): Profile => PROFILES[id];
