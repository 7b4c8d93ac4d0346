import { across, type Fault } from "./fault.ts";
import { patchFile, write } from "./files.ts";

const holder =
  'it must be a role or service, as `plinth access` prints it. Write it like "event-collector" or "ANALYST".';

/** Declared answers about access that cannot be compared with anything. */
export const accessFaults: readonly Fault[] = [
  says("topics clicks", { reads: ["a"] }, [
    'access["topics clicks"] is named "topics clicks"; it must be a kind and a name, as `plinth access` prints them. Write it like "topic user_events" or "schema ANALYTICS.MARTS".',
  ]),
  says("topic clicks", { reeds: ["a"] }, [
    "access[\"topic clicks\"].reeds is [ 'a' ]; there is no such key. Rename it, perhaps to reads, or remove it.",
  ]),
  says("schema SALES.MARTS", { reads: ["ANALYST and more"] }, [
    `access["schema SALES.MARTS"].reads.0 is "ANALYST and more"; ${holder}`,
  ]),
  says("class NAMES", { unmasks: ["ADMIN", "ADMIN"] }, [
    'access["class NAMES"].unmasks.1 is "ADMIN"; it must stand in the list once. Remove the repetition.',
  ]),
];

function says(object: string, who: object, lines: readonly string[]): Fault {
  return across(`access of ${object}`, `access.${object.replace(" ", "-")}`, (files) => {
    write(files, ["access", object], who);
    return () => lines.map((line) => `${patchFile(files)}: ${line}`);
  });
}
