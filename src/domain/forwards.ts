import { isListOf, isPositive, isRecordOf, isText, readJson } from "./shape.ts";

/** The `ssh` that brings a stack's ports here: how every command finds it and knows that it is ours. */
export interface Forwards {
  /** The engine's address, without the person. */
  readonly address: string;
  readonly pid: number;
  /** The operating system's start time of that pid: a reused pid has another one. */
  readonly processStart: string;
  /** The ports of the engine's machine that answer here under the same numbers. */
  readonly ports: readonly number[];
}

/** The record's name in a checkout's state folder. */
export const FORWARDS_FILE = "forwards.json";

const isForwards = isRecordOf<Forwards>({
  ...{ address: isText, pid: isPositive, processStart: isText, ports: isListOf(isPositive) },
});

/** The record in a text; undefined for a text that is none. */
export const parseForwards = (text: string): Forwards | undefined => readJson(text, isForwards);
