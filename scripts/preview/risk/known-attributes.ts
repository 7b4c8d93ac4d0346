import type { PlannedChange } from "../plan/planned-change.ts";
import { namesOf, type Path } from "../plan/values.ts";
import { shownAttributes } from "../shown/shown-attributes.ts";
import { isAccess, isKey, isLabel } from "./access-types.ts";
import { endingOf } from "./holdings.ts";
import { interruptions } from "./interruptions.ts";
import { judgedAttributes } from "./judged-attributes.ts";
import { isNamedProtection } from "./protection-names.ts";
import { protectionSettings } from "./protection-settings.ts";

/** Attributes of which some table of ours says what a change of them means, by type. */
const known = new Map<string, string[]>();
for (const { type, path } of [...interruptions, ...protectionSettings]) know(type, [path]);
for (const table of [shownAttributes, judgedAttributes])
  for (const [type, paths] of Object.entries(table)) know(type, paths);

function know(type: string, paths: readonly string[]): void {
  known.set(type, [...(known.get(type) ?? []), ...paths]);
}

/** Attributes that a plan changes in place and that nothing here knows: what they do is for a person to find out. */
export function unknownAttributes({ type, differences }: Pick<PlannedChange, "type" | "differences">): Path[] {
  const listed = known.get(type) ?? [];
  const paths = differences
    .filter(
      (difference) =>
        !difference.unknown && !isNamedProtection(type, difference) && !isKnown(type, difference.path, listed),
    )
    .map(({ path }) => path);
  // One of a type that nobody has looked at counts whatever it is called.
  return endingOf(type).kind === "unlisted"
    ? differences.filter(({ path }) => !isLabel(type, path)).map(({ path }) => path)
    : paths;
}

function isKnown(type: string, path: Path, listed: readonly string[]): boolean {
  const names = namesOf(path);
  if (isLabel(type, path) || isAccess(type, path) || isKey(path)) return true;
  return listed.some((known) => known === names || names.startsWith(`${known}.`) || known.startsWith(`${names}.`));
}
