import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Folders side by side that are kept for the next time. */
const most = 12;

/** A folder that is made once and then kept; it is there whole or not at all. Answers its path. */
export async function keptFolder(folder: string, make: (draft: string) => Promise<void>): Promise<string> {
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(join(dirname(folder), "making-"));
  try {
    await make(draft);
    // Two processes may make the same folder: who comes second keeps the first one's.
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Marks a folder as used now, and removes those beside it that were not used for the longest time. */
export async function useFolder(folder: string): Promise<void> {
  const now = new Date();
  await utimes(folder, now, now);
  const names = await readdir(dirname(folder));
  const found = names.map(async (name) => {
    const place = join(dirname(folder), name);
    return { place, used: (await stat(place).catch(() => undefined))?.mtimeMs ?? 0 };
  });
  const old = (await Promise.all(found)).sort((a, b) => b.used - a.used).slice(most);
  await Promise.all(old.map(({ place }) => rm(place, { recursive: true, force: true })));
}
