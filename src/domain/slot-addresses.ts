import { APPLICATION_PORTS, type ApplicationPort } from "./application-ports.ts";
import { RESERVED_PORTS, shifted } from "./ports.ts";
import type { Slot } from "./stack.ts";

/** A URL up to the port, where its host is this machine; then the port, alone. */
const LOCAL = /^([a-z][a-z\d+.-]*:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):)(\d+)(?=[/?#]|$)/i;

/** The host port of one of AgentVoiceBox's own programs in a slot. */
export const applicationPort = (name: ApplicationPort, slot: Slot): number =>
  shifted(APPLICATION_PORTS[name], "voicebox", slot);

/** An address written for slot 0 as the slot has it: on this machine a port of AgentVoiceBox's own follows the slot, all others stay. */
export const inSlot = (address: string, slot: Slot): string =>
  address.replace(LOCAL, (whole: string, before: string, port: string) =>
    RESERVED_PORTS.includes(Number(port)) ? `${before}${shifted(Number(port), "voicebox", slot)}` : whole,
  );
