import { hybridKubernetes } from "./command-line";

/** The commands, in the order of the help. */
export const COMMANDS: readonly string[] = [
  ...(hybridKubernetes("--help").stdout.split("\nCommands:\n")[1] ?? "").matchAll(/^ {2}([a-z][a-z-]*)/gm),
].flatMap(([, name = ""]) => (name === "help" ? [] : [name]));
