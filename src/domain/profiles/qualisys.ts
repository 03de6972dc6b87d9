import type { Profile } from "./profile.ts";

/** QUALISYS: the third-party credentials of its document, and nothing of AgentVoiceBox's services. */
export const qualisys: Profile = { id: "qualisys", matrix: false, variables: [], credentials: true };
