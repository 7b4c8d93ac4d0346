import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { withLock } from "../cloud/lock.ts";

/** Numbers that all provider processes of a simulated cloud share: a fault met once stays met when the next process starts. */
export class Progress {
  private readonly folder: string;

  constructor(cloudDir: string) {
    this.folder = join(cloudDir, "faults", "progress");
  }

  count(key: string): number {
    try {
      return Number(readFileSync(this.file(key), "utf8"));
    } catch {
      return 0;
    }
  }

  /** The sum of all numbers whose key begins so. */
  total(key: string): number {
    return this.keys(key).reduce((sum, found) => sum + this.count(found), 0);
  }

  /** Starts all numbers whose key begins so at 0 again. */
  forget(key: string): void {
    for (const found of this.keys(key)) rmSync(this.file(found), { force: true });
  }

  /** Adds one, and answers the new number. */
  next(key: string): number {
    return this.change(key, (now) => now + 1);
  }

  /** Adds one unless `limit` is reached; answers whether it did. */
  take(key: string, limit: number): boolean {
    let taken = false;
    this.change(key, (now) => {
      taken = now < limit;
      return taken ? now + 1 : now;
    });
    return taken;
  }

  private keys(beginning: string): string[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder).filter((name) => name.startsWith(beginning) && !name.includes("."));
  }

  private change(key: string, change: (now: number) => number): number {
    const file = this.file(key);
    mkdirSync(dirname(file), { recursive: true });
    return withLock(`${file}.lock`, () => {
      const value = change(this.count(key));
      writeFileSync(file, String(value));
      return value;
    });
  }

  private file(key: string): string {
    return join(this.folder, key);
  }
}
