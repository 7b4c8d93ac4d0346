import { createInterface } from "node:readline/promises";
import { ConfigurationError } from "../constructs/support/errors.ts";

/** Asks the person at the terminal; anything but yes is no. Without a terminal nobody answers: undefined. */
export async function asked(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} Write yes: `)).trim() === "yes";
  } finally {
    terminal.close();
  }
}

/** Goes on with a person's yes, or with `--yes`; throws otherwise. `what` is what would be done, for people. */
export async function confirmed(command: string, what: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  const answer = await asked(`${what}.`);
  if (answer) return;
  const why = answer === undefined ? "there is no terminal to ask at" : "the answer was not yes";
  throw new ConfigurationError([`${command}: ${what}; ${why}, and nothing was done. Add --yes to do it.`]);
}
