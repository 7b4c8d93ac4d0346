import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { placeFile } from "../../rehearsal/place-file.ts";

/**
 * How far a stack is. `applying`: Terraform was at it when this was written. `interrupted`, `failed`: Terraform ended and wrote
 * down what it had done. `unrecorded`: it ended, and could not write that to the state. `told`: what a kill or a state that was not
 * written leaves unknown has been said. `applied`: all of it is done.
 */
const progress = z.enum(["applying", "interrupted", "failed", "unrecorded", "told", "applied"]);
export type Progress = z.output<typeof progress>;

/** Whether something may have been made that no state knows. */
export function leavesUnknown(progress: Progress | undefined): boolean {
  return progress === "applying" || progress === "unrecorded";
}

const journalFile = z.strictObject({
  version: z.literal(1),
  /** SHA-256 of the bundle. */
  bundle: z.string(),
  environment: z.string(),
  stacks: z.record(z.string(), z.strictObject({ progress, at: z.iso.datetime() })),
});
type Content = z.output<typeof journalFile>;

/** Which stacks of a bundle are done: a file beside the bundle, by which the next run goes on. It holds names and times, nothing else. */
export class Journal {
  readonly file: string;
  private content: Content;

  private constructor(file: string, content: Content) {
    this.file = file;
    this.content = content;
  }

  /**
   * The journal of a bundle, begun if there is none. One of another bundle that lay there under the same name is not gone on
   * with, but what it says of stacks that were left in the middle still holds.
   */
  static of(bundle: { readonly file: string; readonly sha256: string }, environment: string): Journal {
    const file = `${bundle.file}.journal`;
    const fresh: Content = { version: 1, bundle: bundle.sha256, environment, stacks: {} };
    const found = read(file);
    if (found === undefined || found.environment !== environment) return new Journal(file, fresh);
    if (found.bundle === bundle.sha256) return new Journal(file, found);
    const open = Object.entries(found.stacks).filter(([, { progress }]) => leavesUnknown(progress));
    return new Journal(file, { ...fresh, stacks: Object.fromEntries(open) });
  }

  of(stack: string): Progress | undefined {
    return this.content.stacks[stack]?.progress;
  }

  set(stack: string, progress: Progress): void {
    this.write({ ...this.content.stacks, [stack]: { progress, at: new Date().toISOString() } });
  }

  /** As if the stack had not been begun: nothing of it was done. */
  clear(stack: string): void {
    const { [stack]: _, ...others } = this.content.stacks;
    this.write(others);
  }

  private write(stacks: Content["stacks"]): void {
    this.content = { ...this.content, stacks };
    placeFile(this.file, `${JSON.stringify(this.content, null, 1)}\n`);
  }
}

function read(file: string): Content | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return journalFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new ConfigurationError([
      `${file}: it cannot be read; it says which stacks are done. Take a backup of it, or remove it: stacks that were applied are then found stale, and a new preview shows what is left.`,
    ]);
  }
}
