import { AsyncLocalStorage } from "node:async_hooks";
import { interceptOperations } from "./operations.ts";

/** What an interrupted piece of work came to. */
export interface Interleaved {
  /** Whether the work had so many operations that it was paused before that one. */
  readonly paused: boolean;
  /** What the paused work threw; null when it ended well. */
  readonly error: unknown;
}

/**
 * Runs `late` until right before its operation on files of this number, then all of `meanwhile`, then the rest of `late`:
 * two context switches, in one process.
 */
export async function pauseBefore(
  operation: number,
  late: () => Promise<unknown>,
  meanwhile: () => Promise<unknown>,
): Promise<Interleaved> {
  const isLate = new AsyncLocalStorage<true>();
  const state = { operations: 0, paused: false };
  const undo = interceptOperations(async () => {
    if (isLate.getStore() === undefined) return;
    state.operations += 1;
    if (state.operations !== operation) return;
    state.paused = true;
    await isLate.exit(meanwhile);
  });
  try {
    const error = await isLate.run(true, () =>
      late().then(
        () => null,
        (thrown: unknown) => thrown,
      ),
    );
    return { paused: state.paused, error };
  } finally {
    undo();
  }
}
