import { type CompletionNode, quoted } from "./tree.ts";

/** The script for bash 3.2 and later: a table of words, one of flags, one of values, and a function that reads them. */
export function bashCompletion(nodes: readonly CompletionNode[]): string {
  const words = nodes.map(({ path, words }) =>
    row(
      path,
      words.map(({ name }) => name),
    ),
  );
  const flags = nodes.map(({ path, flags }) =>
    row(
      path,
      flags.map(({ name }) => `--${name}`),
    ),
  );
  const values = nodes.flatMap(({ path, flags }) =>
    flags.filter(({ takesValue }) => takesValue).map(({ name, options }) => row(`${path} --${name}`, options)),
  );
  return `# bash completion of avb. To keep it:
#   mkdir -p ~/.local/share/bash-completion/completions
#   avb completion bash > ~/.local/share/bash-completion/completions/avb
_avb_words() {
  case "$1" in
${words.join("\n")}
    *) return 1 ;;
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
    *) return 1 ;;
  esac
}
${FUNCTION}`;
}

const row = (key: string, list: readonly string[]): string =>
  `    ${quoted(key)}) printf '%s' ${quoted(list.join(" "))} ;;`;

/** Bash splits \`--flag=value\` into three words; words after \`--\` belong to another command. */
const FUNCTION = `_avb() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" at='' next word found
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    [[ $word == -- ]] && return
    next="\${at:+$at }$word"
    if [[ $word != -* ]] && _avb_words "$next" > /dev/null; then at=$next; fi
  done
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $previous == '=' ]]; then
    previous="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  if found=$(_avb_values "$at $previous"); then
    :
  elif [[ $current == -* ]]; then
    found=$(_avb_flags "$at")
  else
    found=$(_avb_words "$at")
  fi
  local IFS=$' \\t\\n'
  COMPREPLY=($(compgen -W "$found" -- "$current"))
}
complete -o bashdefault -o default -F _avb avb
`;
