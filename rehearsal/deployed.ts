import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Store, type StoredObject } from "./cloud/store.ts";

/** Every object of one type that stands in a simulated cloud, wherever it lies. */
export function deployedObjects(cloudDir: string, type: string): StoredObject[] {
  const store = new Store(cloudDir);
  return foldersNamed(cloudDir, type).flatMap((folder) => store.list(folder));
}

/** Folders that hold objects of the type, below the root of the cloud. */
function foldersNamed(cloudDir: string, type: string): string[] {
  const below = (folder: string): string[] => {
    const folders = entriesOf(join(cloudDir, folder)).filter((entry) => entry.isDirectory());
    return folders.flatMap(({ name }) => {
      const path = folder ? `${folder}/${name}` : name;
      return name === type ? [path] : bytes.has(name) ? [] : below(path);
    });
  };
  return below("");
}

/** Folders of bytes, which hold no objects of the cloud but may be large. */
const bytes = new Set(["buckets", "databases"]);

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
