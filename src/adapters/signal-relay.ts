/** Signals that a program may be sent to end, reload or debug it. */
const RELAYED = ["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"] as const;

/** What the terminal's driver sends to every process in the foreground by itself: passed on again it would arrive twice. */
const FROM_KEYBOARD: ReadonlySet<NodeJS.Signals> = new Set(["SIGINT", "SIGQUIT"]);

/** Receives this process's signals on behalf of a child. */
export interface SignalRelay {
  /** Sends on what came so far and what comes from now on. */
  to(send: (signal: NodeJS.Signals) => void): void;
  /** Gives the signals back to whoever had them. */
  release(): void;
}

/** Takes this process's signals from their present listeners, so that a child alone decides what they mean. */
export function relaySignals(atTerminal: boolean): SignalRelay {
  const early: NodeJS.Signals[] = [];
  let deliver = (signal: NodeJS.Signals): void => void early.push(signal);
  const before = RELAYED.map((signal) => {
    const listeners = process.listeners(signal);
    const relay = () => {
      if (!(atTerminal && FROM_KEYBOARD.has(signal))) deliver(signal);
    };
    process.removeAllListeners(signal);
    process.on(signal, relay);
    return { signal, listeners, relay };
  });
  return {
    to(send) {
      deliver = send;
      early.splice(0).forEach(send);
    },
    release() {
      for (const { signal, listeners, relay } of before) {
        process.off(signal, relay);
        for (const listener of listeners) process.on(signal, listener);
      }
    },
  };
}
