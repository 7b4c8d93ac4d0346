// Whether a layer has anything to apply, by preview.json: `node .github/changes.js preview.json jobs` prints true or false.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * @param {{ environments: { stacks: { layer: string, status: string, changes: unknown[], outputs: unknown[] }[] }[] }} preview
 * @param {string} layer
 */
export function changes({ environments }, layer) {
  const stacks = environments.flatMap((environment) => environment.stacks.filter((stack) => stack.layer === layer));
  // What was planned before its upstream is as it will be is planned again, and may turn out to do something.
  return stacks.some(({ status, changes, outputs }) => status !== "planned" || changes.length + outputs.length > 0);
}

const [, program, file, layer] = process.argv;
if (program === fileURLToPath(import.meta.url)) console.log(changes(JSON.parse(readFileSync(file, "utf8")), layer));
