import { briefly, type CompletionNode, quoted } from "./tree.ts";

/** The script for zsh: the same three tables with descriptions, offered through its own completion system. */
export function zshCompletion(nodes: readonly CompletionNode[]): string {
  const { words, flags, values } = tables(nodes);
  return `#compdef avb
# zsh completion of avb. To keep it, in a folder that is in your fpath:
#   avb completion zsh > ~/.zsh/completions/_avb
_avb_words() {
  case "$1" in
${words.join("\n")}
    (*) return 1 ;;
  esac
}
_avb_flags() {
  case "$1" in
${flags.join("\n")}
  esac
}
_avb_values() {
  case "$1" in
${values.join("\n")}
    (*) return 1 ;;
  esac
}
${FUNCTION}`;
}

/** What may stand where: the rows of each table, by the words typed so far. */
function tables(nodes: readonly CompletionNode[]) {
  return {
    words: nodes.map(({ path, words }) =>
      row(
        path,
        words.map(({ name, summary }) => described(name, summary)),
      ),
    ),
    flags: nodes.map(({ path, flags }) =>
      row(
        path,
        flags.map(({ name, summary }) => described(`--${name}`, summary)),
      ),
    ),
    values: nodes.flatMap(({ path, flags }) =>
      flags
        .filter(({ takesValue }) => takesValue)
        .map(({ name, options }) =>
          row(
            `${path} --${name}`,
            options.map((option) => described(option, "")),
          ),
        ),
    ),
  };
}

const row = (key: string, list: readonly string[]): string => `    (${quoted(key)}) reply=(${list.join(" ")}) ;;`;

/** \`name:description\`, as _describe wants it. */
function described(name: string, summary: string): string {
  const text = briefly(summary).replaceAll("\\", "").replaceAll(":", "\\:");
  return quoted(text === "" ? name : `${name}:${text}`);
}

const FUNCTION = `_avb() {
  local -a reply
  local at='' next word current=$words[CURRENT] previous=$words[CURRENT-1]
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ $word == -- ]] && { _default; return }
    next="\${at:+$at }$word"
    if [[ $word != -* ]] && _avb_words "$next"; then at=$next; fi
  done
  if [[ $current == --*=* ]]; then
    previous=\${current%%=*}
    compset -P '*='
  fi
  reply=()
  if _avb_values "$at $previous"; then
    (( $#reply )) || { _files; return }
    _describe -t values value reply
  elif [[ $current == -* ]]; then
    _avb_flags "$at"
    _describe -t flags flag reply
  else
    _avb_words "$at"
    _describe -t commands command reply
  fi
}
if [[ $funcstack[1] == _avb ]]; then _avb "$@"; else compdef _avb avb; fi
`;
