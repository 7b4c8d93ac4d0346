import { blame, type Files, type Place, read, write, written } from "./files.ts";

/** One way to break a sound environment, and the lines it must cause: told when all faults are in, since one may rename the file. */
export interface Fault {
  readonly name: string;
  /** The parts of the environment that the fault changes or relies on; two faults go together when these differ. */
  readonly touches: readonly string[];
  readonly apply: (files: Files) => () => string[];
}

/** A fault of one value: written in one place, blamed on the file that holds it. */
export function wrong(
  touches: string,
  place: string,
  value: unknown,
  shown: string,
  rest: string,
  also: string[] = [],
): Fault {
  return {
    name: `${place} is ${shown}`,
    touches: touches.split(" "),
    apply: (files) => {
      write(files, path(place), value);
      const where = [place, ...also].map(path);
      return () => [`${blame(files, ...where)}: ${place} is ${shown}; ${rest}`];
    },
  };
}

export function path(place: string): Place {
  return place.split(".");
}

/** A fault that no value shows by itself: computed from what the files say, never by the program's own rules. */
export function across(name: string, touches: string, apply: (files: Files) => () => string[]): Fault {
  return { name, touches: touches.split(" "), apply };
}

export function number(files: Files, place: string): number {
  return Number(read(files, path(place)));
}

export function list(files: Files, place: string): string[] {
  return [...(read(files, path(place)) as string[])];
}

/** The keys in the order in which base and patch together have them. */
export function keysOf(files: Files, place: string): string[] {
  const keys = [files.base, files.patch].flatMap((tree) => {
    const here = written(tree, path(place)) ? read({ base: {}, patch: tree }, path(place)) : {};
    return Object.keys(here as object);
  });
  return [...new Set(keys)];
}
