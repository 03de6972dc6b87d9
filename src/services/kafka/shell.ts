import type { ShellFacts } from "../../domain/shell-facts.ts";

const PATH = `export PATH="$PATH:/opt/kafka/bin"`;

/** Kafka's client is many programs, which are found by their names: `kafka-topics.sh --bootstrap-server localhost:19092 --list`. */
export const kafkaShell: ShellFacts = {
  client: ["bash", "-c", `${PATH}; exec "$0" "$@"`],
  prompt: ["bash", "-c", `${PATH}; exec bash`],
};
