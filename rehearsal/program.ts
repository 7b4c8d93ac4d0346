import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { bindingOf } from "./schema/binding.ts";

const maker = join(import.meta.dirname, "make-program.ts");

/** How long a built program that no stack was prepared with is kept, in milliseconds; a rehearsal takes minutes. */
const keptUnused = 24 * 60 * 60 * 1000;

/** The simulated providers' program: as its source and, where that could be built, as one file that starts faster. */
export interface Program {
  readonly source: string;
  readonly built?: BuiltProgram;
}

export interface BuiltProgram {
  readonly file: string;
  /** Files and folders it was built from: it stands for the source as long as none of them is newer. */
  readonly madeFrom: readonly string[];
  /** Where Node keeps the compiled code of the file. */
  readonly compiled: string;
}

export interface ProgramPlaces {
  /** The folder of provider.ts and everything it imports, below the folder of package-lock.json. */
  readonly sources: string;
  /** Holds one folder for each built program. */
  readonly cache: string;
}

/** A build that failed fails again in the same process. */
const unbuildable = new Set<string>();

/**
 * The program for the simulated providers, built on first use.
 *
 * All else runs as it is written, with no bundler. The providers are the exception since Terraform starts one per
 * provider, alias, and phase, dozens of times in a run, and two thirds of such a start went into stripping types and
 * finding some three hundred modules. Where no file can be built or kept, they run as they are written as well.
 */
export function providerProgram({ sources, cache }: ProgramPlaces = installedPlaces()): Program {
  const source = join(sources, "provider.ts");
  const madeFrom = [sources, join(dirname(sources), "package-lock.json")];
  const seen = new Date();
  try {
    const key = keyOf(madeFrom);
    const folder = join(cache, key);
    const file = join(folder, "provider.mjs");
    if (!isWhole(file) && !build({ source, file, isCurrent: () => keyOf(madeFrom) === key })) return { source };
    markUsed(file, seen);
    return { source, built: { file, madeFrom, compiled: join(folder, "compiled") } };
  } catch {
    return { source };
  }
}

function installedPlaces(): ProgramPlaces {
  const installFolder = dirname(dirname(bindingOf("aws").folder));
  return { sources: import.meta.dirname, cache: join(installFolder, ".cache", "plinth", "providers") };
}

/** Changes with everything a built program is made of; the folders are part of it because it names them. */
function keyOf(madeFrom: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify([process.version, madeFrom]));
  for (const file of madeFrom.flatMap(filesOf)) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex").slice(0, 16);
}

function filesOf(place: string): string[] {
  if (statSync(place).isFile()) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

interface Build {
  readonly source: string;
  readonly file: string;
  /** False once the source is no longer what the file's folder is named after. */
  readonly isCurrent: () => boolean;
}

/** Answers whether the file is there. It appears whole or not at all: another process may be making or starting it. */
function build({ source, file, isCurrent }: Build): boolean {
  if (unbuildable.has(file)) return false;
  unbuildable.add(file);
  const draft = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    const { status } = spawnSync(process.execPath, [maker, source, draft], { stdio: "ignore" });
    if (status !== 0 || !isWhole(draft) || !isCurrent()) return false;
    renameSync(`${draft}.map`, `${file}.map`);
    renameSync(draft, file);
  } finally {
    for (const left of [draft, `${draft}.map`]) rmSync(left, { force: true });
  }
  unbuildable.delete(file);
  removeUnused(dirname(dirname(file)));
  return true;
}

/** The last line holds the digest of those before it. */
function isWhole(file: string): boolean {
  try {
    const content = readFileSync(file);
    const end = content.lastIndexOf("\n", -2) + 1;
    return content.toString("latin1", end) === `// ${digest(content.subarray(0, end))}\n`;
  } catch {
    return false;
  }
}

/** Last line of a built program. */
export function seal(code: Uint8Array): string {
  return `// ${digest(code)}\n`;
}

function digest(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The time is that of the look at the sources: a change since then makes them newer. */
function markUsed(file: string, seen: Date): void {
  try {
    utimesSync(file, seen, seen);
  } catch {
    // A folder that cannot be written serves what it has.
  }
}

function removeUnused(cache: string): void {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    const used = statSync(join(folder, "provider.mjs"), { throwIfNoEntry: false }) ?? statSync(folder);
    if (Date.now() - used.mtimeMs > keptUnused) rmSync(folder, { recursive: true, force: true });
  }
}
