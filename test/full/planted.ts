import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { expect } from "@jest/globals";
import type { Checkout } from "./checkout.ts";

/** Something that is to go wrong: `plant` does it, and what that answers undoes it. */
export interface Planted {
  readonly plant: () => () => void;
}

/** A source of the checkout, changed. */
export function edited(checkout: Checkout, path: string, change: (text: string) => string): Planted {
  return {
    plant: () => {
      const file = checkout.path(path);
      const sound = existsSync(file) ? readFileSync(file, "utf8") : undefined;
      const text = change(sound ?? "");
      expect(text).not.toBe(sound);
      writeFileSync(file, text);
      return () => (sound === undefined ? rmSync(file) : writeFileSync(file, sound));
    },
  };
}

/** Objects of the simulated cloud, deleted. */
export function removed(checkout: Checkout, path: RegExp): Planted {
  return {
    plant: () => {
      const files = checkout.objects().filter((file) => path.test(file));
      expect(files).not.toEqual([]);
      for (const file of files) renameSync(file, `${file}.away`);
      return () => {
        for (const file of files) renameSync(`${file}.away`, file);
      };
    },
  };
}
