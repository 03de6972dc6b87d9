import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of host ports and of slots. */
export const PORT_ERRORS = {
  PORT_TAKEN: {
    exit: EXIT.port,
    says: "port {port} is held by {owner}; {service} needs it",
    fixes: ["{stop}", "{otherwise}"],
  },
  PORT_RANGE_FULL: {
    exit: EXIT.port,
    says: "no port is left for {service}: {range} are all taken",
    fixes: ["see who holds them with: avb dev ports list", "use another block of ports: AVB_SLOT={slot}"],
  },
  PORT_UNKNOWN: {
    exit: EXIT.config,
    says: "'{key}' names no port; known are {known}",
    fixes: ["write one of the known names"],
  },
  PORT_PRIVILEGED: {
    exit: EXIT.config,
    says: "port {port} for {service} is privileged: only an administrator may bind a port below 1024",
    fixes: ["give it one of {suggestion}"],
  },
  PORT_RESERVED: {
    exit: EXIT.config,
    says: "port {port} for {service} belongs to AgentVoiceBox itself",
    fixes: ["give it one of {suggestion}"],
  },
  PORT_WRONG_BLOCK: {
    exit: EXIT.config,
    says: "port {port} for {service} lies in the block of {block}; Lago and AgentVoiceBox are kept apart",
    fixes: ["give it one of {suggestion}"],
  },
  PORT_OUTSIDE_RANGE: {
    exit: EXIT.config,
    says: "port {port} is outside the range of {service}, which is {range} (as numbered in slot 0)",
    fixes: ["give it one of {suggestion}"],
  },
  PORT_DUPLICATE: {
    exit: EXIT.config,
    says: "port {port} is asked for twice, by {one} and by {other}",
    fixes: ["give {other} another port of its range: {range}"],
  },
  SLOT_INVALID: {
    exit: EXIT.usage,
    says: "'{value}' is not a slot; slots are 0 to 9",
    fixes: ["set AVB_SLOT to a number from 0 to 9, or leave it out"],
  },
  SLOTS_EXHAUSTED: {
    exit: EXIT.port,
    says: "all nine slots for linked worktrees of {repository} are in use ({holders})",
    fixes: ["remove a worktree that is done: git worktree remove PATH", "share a slot on purpose: AVB_SLOT=9"],
  },
} as const satisfies ErrorTable;
