import { createInterface } from "node:readline/promises";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { Environment } from "../../environments/environment.ts";

/** Answers what the person at the terminal writes; undefined where there is none. */
export type Ask = (question: string) => Promise<string | undefined>;

/**
 * A locked environment is applied when a person at a terminal says so, or when somebody who saw the file named it by its digest:
 * a word that means yes to anything is not enough.
 * @throws ConfigurationError when nobody does
 */
export async function consent(
  { name, protection }: Pick<Environment, "name" | "protection">,
  { sha256, approved }: { readonly sha256: string; readonly approved: string | undefined },
  ask: Ask,
): Promise<void> {
  if (protection !== "locked" || approved === sha256) return;
  if ((await ask(`Apply this to ${name}? Write its name: `))?.trim() === name) return;
  throw new ConfigurationError([
    `plinth apply ${name}: nobody has approved it, and nothing is applied; ${name} is locked. Answer at a terminal, or name what was approved: --approved ${sha256}.`,
  ]);
}

export async function askedAtTerminal(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
