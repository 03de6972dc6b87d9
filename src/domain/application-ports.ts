/**
 * The host ports of AgentVoiceBox's own programs, by name, as slot 0 has them; avb starts none of them. `api` and `portal` are the
 * documented ones, `compose*` those of the backend's own compose file, `web` a further origin among the portal's redirect URIs.
 */
export const APPLICATION_PORTS = {
  composeApi: 65000,
  composeTemporal: 65001,
  composeTemporalUi: 65002,
  web: 65010,
  prometheus: 65011,
  composePortal: 65013,
  api: 65020,
  portal: 65027,
} as const;

/** The name of one of those ports. */
export type ApplicationPort = keyof typeof APPLICATION_PORTS;
