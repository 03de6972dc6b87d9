/** Something that `avb dev doctor --fix` can do about a finding: nothing that cannot be made again is lost by it. */
export type Cure =
  /** Takes rights from others on a file or folder of this user's own. */
  | { readonly kind: "chmod"; readonly path: string; readonly mode: number }
  /** Removes a record or a left-over of avb's own. */
  | { readonly kind: "remove"; readonly path: string }
  /** Puts avb's own record right. */
  | { readonly kind: "rewrite"; readonly path: string; readonly text: string }
  /** Takes lines (from 1) that nobody can read out of a log; the file as it was stays beside it. */
  | { readonly kind: "drop-lines"; readonly path: string; readonly lines: readonly number[] }
  /** Adds a line to `.gitignore`. */
  | { readonly kind: "ignore"; readonly path: string }
  /** Writes again the env files that nobody has edited. */
  | { readonly kind: "refresh-env" }
  /** Writes what differs from a running service's documents. */
  | { readonly kind: "seed"; readonly service: string }
  /** Follows a process that died: whoever changes the stack next takes its lock and ends its entry in the journal. */
  | { readonly kind: "take-over" };

/** What a cure does, as an imperative sentence without a full stop. */
export function cureTitle(cure: Cure): string {
  switch (cure.kind) {
    case "chmod":
      return `give ${cure.path} the mode ${modeText(cure.mode)}`;
    case "remove":
      return `remove ${cure.path}`;
    case "rewrite":
      return `write ${cure.path} again without what is wrong in it`;
    case "drop-lines":
      return `take ${linesText(cure.lines)} out of ${cure.path}, which stays as it was in ${besideOf(cure.path)}`;
    case "ignore":
      return `add ${cure.path} to .gitignore`;
    case "refresh-env":
      return "write the stale env files again";
    case "seed":
      return `seed ${cure.service} from its documents`;
    case "take-over":
      return "take over from the process that died";
  }
}

/** Where a log is kept as it was before lines were taken out of it. */
export const besideOf = (path: string): string => `${path}.damaged`;

const linesText = (lines: readonly number[]): string =>
  lines.length === 1 ? `line ${lines[0]}` : `${lines.length} lines`;

/** A file's mode as chmod writes it: `0600`. */
export const modeText = (mode: number): string => (mode & 0o777).toString(8).padStart(4, "0");
