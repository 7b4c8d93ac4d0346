/** An environment's two files as plain data, and who wrote what: told by how they were made, not by the program's own search. */
export interface Files {
  readonly base: Tree;
  readonly patch: Tree;
}

export type Tree = { [key: string]: unknown };
export type Place = readonly string[];

/** Writes a value into one of the two files, so that this file is the one to blame for it. */
export function write(files: Files, place: Place, value: unknown): void {
  const inPatch = written(files.patch, place);
  if (inPatch || !written(files.base, place)) set(files.patch, place, value);
  else set(files.base, place, value);
}

export function erase(files: Files, place: Place): void {
  for (const tree of [files.base, files.patch]) {
    const parent = at(tree, place.slice(0, -1));
    const last = place.at(-1);
    if (isTree(parent) && last !== undefined) delete parent[last];
  }
}

/** "environments/base.ts" or the patch's file, by which one holds the place. */
export function blame(files: Files, ...places: Place[]): string {
  const patch = `environments/${String(files.patch.name)}.ts`;
  const names = places.map((place) => (written(files.patch, place) ? patch : "environments/base.ts"));
  return [...new Set(names)].sort().join(" and ");
}

export function patchFile(files: Files): string {
  return `environments/${String(files.patch.name)}.ts`;
}

/** The value as the environment has it: the patch's if it says something. */
export function read(files: Files, place: Place): unknown {
  return written(files.patch, place) ? at(files.patch, place) : at(files.base, place);
}

/** Cuts an environment into a base and a patch: every leaf goes to one of them, as the coins say. */
export function split(whole: Tree, coin: () => boolean): Files {
  const files: Files = { base: {}, patch: {} };
  const visit = (tree: Tree, place: Place) => {
    for (const [key, value] of Object.entries(tree)) {
      const here = [...place, key];
      if (isTree(value) && Object.keys(value).length > 0) visit(value, here);
      else set(here.join(".") === "name" || coin() ? files.patch : files.base, here, value);
    }
  };
  visit(whole, []);
  return files;
}

export function written(tree: Tree, place: Place): boolean {
  return at(tree, place) !== undefined;
}

function at(tree: unknown, place: Place): unknown {
  let here = tree;
  for (const key of place) {
    if (!isTree(here) && !Array.isArray(here)) return undefined;
    here = (here as Tree)[key];
  }
  return here;
}

function set(tree: Tree, place: Place, value: unknown): void {
  const [key = "", ...rest] = place;
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  if (!isTree(tree[key])) tree[key] = {};
  set(tree[key] as Tree, rest, value);
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
