import { parse } from "yaml";
import { texts } from "./values.ts";

/** What the `values` of a Helm release set, each text on its own; what is no YAML, which Helm refuses, is left out. */
export function chartSettings(values: unknown): unknown[] {
  return texts(values).flatMap((text) => {
    try {
      return [read(text)];
    } catch {
      return [];
    }
  });
}

/** JSON is YAML, and read far more quickly as what it is. */
function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parse(text);
  }
}
