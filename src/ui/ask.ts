import { AvbError } from "../domain/errors/avb-error.ts";
import { type Guard, isFlag, isListOf, isOneOf, isText } from "../domain/shape.ts";

/** One of several answers. */
export interface Choice<Value> {
  readonly name: string;
  readonly value: Value;
  /** Chosen already, where several may be. */
  readonly checked?: boolean;
}

/** Questions to the person at the terminal; an interrupted one ends as INTERRUPTED (130). */
export interface Asker {
  yes(message: string, fallback: boolean): Promise<boolean>;
  one<Value>(message: string, choices: readonly Choice<Value>[], fallback: Value): Promise<Value>;
  some<Value>(message: string, choices: readonly Choice<Value>[]): Promise<readonly Value[]>;
  /** The answer is not shown while it is typed. */
  hidden(message: string, problemOf?: (answer: string) => string | undefined): Promise<string>;
  /** `problemOf` says what is wrong with an answer, or nothing. */
  text(message: string, fallback: string, problemOf?: (answer: string) => string | undefined): Promise<string>;
}

/** What asking needs to know. */
export interface AskOptions {
  readonly tty: boolean;
  /** Names what needs an answer, and what to type when there is no terminal: `avb trust --yes`. */
  readonly what: string;
  readonly flag: string;
  readonly signal: AbortSignal;
}

/** Somebody to ask, on stderr so that stdout stays the product; NEEDS_ANSWER (2) without a terminal. */
export function asker({ tty, what, flag, signal }: AskOptions): Asker {
  if (!tty) throw AvbError.of("NEEDS_ANSWER", { what, flag });
  const ask = async <Value>(question: Asked, isAnswer: Guard<Value>): Promise<Value> => {
    const { default: inquirer } = await import("inquirer");
    const prompt = inquirer.createPromptModule({ output: process.stderr, signal });
    try {
      const { answer } = await prompt([{ ...question, name: "answer" }]);
      if (isAnswer(answer)) return answer;
    } catch (error) {
      if (!(error instanceof Error) || !/^(?:Exit|Abort|Cancel)PromptError$/.test(error.name)) throw error;
      throw AvbError.of("INTERRUPTED", { left: "nothing was changed", fix: flag });
    }
    throw AvbError.of("NEEDS_ANSWER", { what, flag });
  };
  return {
    yes: (message, fallback) => ask({ type: "confirm", message, default: fallback }, isFlag),
    one: (message, choices, fallback) =>
      ask({ type: "select", message, choices, default: fallback }, isOneOf(choices.map(({ value }) => value))),
    some: (message, choices) =>
      ask({ type: "checkbox", message, choices }, isListOf(isOneOf(choices.map(({ value }) => value)))),
    hidden: (message, problemOf = () => undefined) => {
      const validate = (answer: string) => problemOf(answer) ?? true;
      return ask({ type: "password", message, validate }, isText);
    },
    text: (message, fallback, problemOf = () => undefined) => {
      const validate = (answer: string) => problemOf(answer) ?? true;
      return ask({ type: "input", message, default: fallback, validate }, isText);
    },
  };
}

/** A question in inquirer's own form. */
type Asked = {
  readonly type: "confirm" | "select" | "checkbox" | "input" | "password";
  readonly message: string;
} & Readonly<Record<string, unknown>>;
