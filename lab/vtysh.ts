import { join } from "node:path";
import type { Machine, Outcome } from "./network";

/** Runs commands in the shell of a router's FRR. */
export function vtysh(machine: Machine, ...commands: readonly string[]): Promise<Outcome> {
  return machine.run(commandOf(machine, commands));
}

/** Runs a short command there, and waits for it. */
export function vtyshNow(machine: Machine, command: string): Outcome {
  return machine.runNow(commandOf(machine, [command]));
}

const commandOf = (machine: Machine, commands: readonly string[]): readonly string[] => [
  ...["vtysh", "--vty_socket", join(machine.root, "run/frr")],
  ...commands.flatMap((command) => ["-c", command]),
];
