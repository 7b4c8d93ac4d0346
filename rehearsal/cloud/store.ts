import { createHash } from "node:crypto";
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { isValues, type Value, type Values } from "../value.ts";
import { Refusal } from "./cloud.ts";
import { formatJson, parseJson } from "./json.ts";
import { codeOf, withLock } from "./lock.ts";

/** One object of the simulated cloud, as its file holds it. */
export interface StoredObject {
  readonly type: string;
  readonly id: string;
  /** Terraform's address, where a rehearsal has told it. */
  readonly address?: string;
  /** Bookkeeping of the simulated cloud that no attribute shows. */
  readonly private?: Values;
  readonly values: Values;
}

/** File systems end names at 255 bytes; a longer id keeps its beginning and is told apart by its hash. */
const LONGEST_NAME = 200;
const DAY_MS = 86_400_000;
/** In an object's bookkeeping: when its deletion, asked for already, takes place. */
const HELD_UNTIL = "heldUntil";
/** Folders inside an account that hold bytes or whole clusters, not objects of one type. */
const NOT_TYPES = new Set(["buckets", "kubernetes", "databases"]);

/**
 * Objects as JSON files in folders. A folder is named by its path below the root, with "/" whatever the system.
 * Readers see whole files or none; changes that depend on what is there belong inside {@link Store.exclusively}.
 */
export class Store {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  exclusively<T>(work: () => T): T {
    mkdirSync(this.root, { recursive: true });
    return withLock(join(this.root, ".lock"), work);
  }

  path(...parts: readonly string[]): string {
    return join(this.root, ...parts);
  }

  /** The file of an object. */
  file(folder: string, id: string): string {
    return this.path(folder, fileName(id));
  }

  /** Null if there is none, or only one that is waiting for its deletion. */
  get(folder: string, id: string): StoredObject | null {
    const found = this.readObject(this.file(folder, id));
    return found && isLive(found) ? found : null;
  }

  list(folder: string): StoredObject[] {
    return this.listHeld(folder).filter(isLive);
  }

  /** Whether an id is in use, be it by an object that is waiting for its deletion. */
  holds(folder: string, id: string): boolean {
    const found = this.readObject(this.file(folder, id));
    return found !== null && !isOver(found);
  }

  /** Like {@link list}, with the objects that are waiting for their deletion. */
  listHeld(folder: string): StoredObject[] {
    const names = this.names(folder).filter((name) => name.endsWith(".json"));
    return names.flatMap((name) => this.readObject(this.path(folder, name)) ?? []).filter((found) => !isOver(found));
  }

  /** Deletes an object in so many days: until then it is invisible and keeps its id and name. */
  hold(folder: string, object: StoredObject, days: number): void {
    const until = new Date(Date.now() + days * DAY_MS).toISOString();
    this.replace(folder, { ...object, private: { ...object.private, [HELD_UNTIL]: until } });
  }

  /** False if the folder holds an object of that id already. */
  create(folder: string, object: StoredObject): boolean {
    const file = this.file(folder, object.id);
    if (!this.holds(folder, object.id)) rmSync(file, { force: true });
    const draft = this.draft(file, object);
    try {
      linkSync(draft, file);
      return true;
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }

  replace(folder: string, object: StoredObject): void {
    const file = this.file(folder, object.id);
    renameSync(this.draft(file, object), file);
  }

  remove(folder: string, id: string): void {
    rmSync(this.file(folder, id), { force: true });
    this.prune(this.path(folder));
  }

  /** Removes a folder with everything in it. */
  removeAll(folder: string): void {
    rmSync(this.path(folder), { recursive: true, force: true });
    this.prune(dirname(this.path(folder)));
  }

  /** The names in a folder, sorted; none if there is no such folder. */
  names(folder: string): string[] {
    try {
      return readdirSync(this.path(folder)).sort();
    } catch (error) {
      if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return [];
      throw unreadable(this.path(folder), error);
    }
  }

  /** The types of which a folder of an account holds objects. */
  types(folder: string): string[] {
    return this.names(folder).filter((name) => !NOT_TYPES.has(name) && !name.startsWith("."));
  }

  private readObject(file: string): StoredObject | null {
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch (error) {
      if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return null;
      throw unreadable(file, error);
    }
    return parseObject(file, text);
  }

  private draft(file: string, object: StoredObject): string {
    mkdirSync(dirname(file), { recursive: true });
    const draft = join(
      dirname(file),
      `.${process.pid}.${createHash("sha256").update(file).digest("hex").slice(0, 12)}`,
    );
    writeFileSync(draft, formatJson(object));
    return draft;
  }

  /** An empty cloud leaves nothing behind. */
  private prune(folder: string): void {
    for (let at = folder; at.startsWith(this.root + sep); at = dirname(at)) {
      try {
        rmdirSync(at);
      } catch (error) {
        if (codeOf(error) === "ENOENT") continue;
        return;
      }
    }
  }
}

/** False for an object that waits for its deletion. */
export function isLive(object: StoredObject): boolean {
  return object.private?.[HELD_UNTIL] === undefined;
}

function isOver(object: StoredObject): boolean {
  const until = object.private?.[HELD_UNTIL];
  return typeof until === "string" && until < new Date().toISOString();
}

function fileName(id: string): string {
  const encoded = encodeURIComponent(id);
  if (encoded.length <= LONGEST_NAME) return `${encoded}.json`;
  const hash = createHash("sha256").update(id).digest("hex").slice(0, 16);
  return `${encoded.slice(0, LONGEST_NAME - 20)}~${hash}.json`;
}

function parseObject(file: string, text: string): StoredObject {
  let found: unknown;
  try {
    found = parseJson(text);
  } catch (error) {
    throw unreadable(file, error);
  }
  if (!isRecord(found)) throw unreadable(file, "it holds no JSON object");
  const { type, id, address, values, private: bookkeeping } = found;
  if (typeof type !== "string" || typeof id !== "string" || !isRecord(values)) {
    throw unreadable(file, 'it lacks "type", "id" or "values"');
  }
  return {
    type,
    id,
    ...(typeof address === "string" && { address }),
    ...(isRecord(bookkeeping) && { private: bookkeeping }),
    values,
  };
}

/** JSON holds nothing but Terraform values. */
function isRecord(value: unknown): value is Values {
  return isValues(value as Value);
}

/** For a file of the store that cannot be used: which file, why, and the remedy. */
export function unreadable(file: string, reason: unknown): Refusal {
  const why = reason instanceof Error ? reason.message : String(reason);
  return new Refusal(
    "The simulated cloud has a file that cannot be read",
    `${file}: ${why}. Restore the file, or delete it: the next plan then shows its object as gone.`,
  );
}
