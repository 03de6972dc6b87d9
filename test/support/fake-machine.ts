import type { Browser } from "../../src/domain/browser.ts";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import type { Output, Processes, Shell } from "../../src/domain/processes.ts";
import type { PortOwner, Sockets } from "../../src/domain/sockets.ts";

/** A start that was asked for. */
export interface Detached {
  readonly script: string;
  readonly options: Parameters<Shell["detach"]>[1];
}

/** Processes, ports and programs in memory; what was done to them can be read back. */
export interface FakeMachine {
  /** Living processes by pid. */
  readonly living: Map<number, { start: string; command: string }>;
  readonly signals: { pid: number; signal: string }[];
  /** Ports that a bind finds taken, with their owner where it is known. */
  readonly taken: Map<number, PortOwner | undefined>;
  readonly commands: (readonly string[])[];
  /** What a program answers, by its name. */
  readonly programs: Map<string, (args: readonly string[]) => Output>;
  readonly detached: Detached[];
  /** What happens when a server is started; answers its pid. */
  onDetach: (detached: Detached) => Promise<number>;
  /** What a port answers to bytes; nobody listens unless a test says so. */
  onExchange: (port: number, sent: string) => string | undefined;
  readonly sockets: Sockets;
  readonly processes: Processes;
  readonly shell: Shell;
  /** What it launches stands among `commands`; a program of `programs` that answers another status than 0 fails. */
  readonly browser: Browser;
}

/** A machine with one living process: the one the tests call avb. */
export function fakeMachine(): FakeMachine {
  const machine: FakeMachine = {
    living: new Map([[4242, { start: "100", command: "node avb" }]]),
    signals: [],
    taken: new Map(),
    commands: [],
    programs: new Map(),
    detached: [],
    onDetach: () => Promise.reject(new Error("this fake world starts no server: set onDetach")),
    onExchange: () => undefined,
    sockets: {
      probe: async (_host, port) => (machine.taken.has(port) ? "taken" : "free"),
      firstFree: async (ports) => ports.find((port) => !machine.taken.has(port)),
      exchange: async (port, sent) => machine.onExchange(port, sent),
      owner: async (port) => machine.taken.get(port),
      ephemeralRange: async () => ({ from: 32768, to: 60999 }),
      reservedRanges: async () => [],
    },
    processes: {
      self: 4242,
      startOf: async (pid) => machine.living.get(pid)?.start,
      commandOf: async (pid) => machine.living.get(pid)?.command,
      signal: (pid, signal) => {
        machine.signals.push({ pid, signal });
        machine.living.delete(pid);
      },
    },
    browser: {
      launch: async ([file, ...args]) => {
        machine.commands.push([file, ...args]);
        const exitCode = machine.programs.get(file)?.(args).exitCode ?? 0;
        if (exitCode !== 0) throw AvbError.of("COMMAND_FAILED", { command: file, why: `it ended with ${exitCode}` });
      },
    },
    shell: {
      run: async ([file, ...args]) => {
        machine.commands.push([file, ...args]);
        const program = machine.programs.get(file);
        if (program === undefined) throw AvbError.of("COMMAND_FAILED", { command: file, why: "ENOENT" });
        return program(args);
      },
      hand: async (command) => {
        machine.commands.push(command);
        return 0;
      },
      follow: async (command, { line }) => {
        machine.commands.push(command);
        const program = machine.programs.get(command[0]);
        if (program === undefined) throw AvbError.of("EXEC_NOT_FOUND", { command: command[0] });
        const { exitCode, stdout, stderr } = program(command.slice(1));
        for (const text of `${stdout}${stderr}`.split("\n").filter(Boolean)) line(text);
        return { exitCode, late: false };
      },
      detach: (script, options) => {
        const detached = { script, options };
        machine.detached.push(detached);
        return machine.onDetach(detached);
      },
    },
  };
  return machine;
}
