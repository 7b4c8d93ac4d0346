import { type Fault, path } from "./fault.ts";
import { erase, patchFile, read, write, written } from "./files.ts";

/** Keys that are unknown, misspelled or missing. */
export const keyFaults: readonly Fault[] = [
  ...["network", "tags", "lake", "streaming.brokers", "warehouse.databases.RAW_DATA", "workers.nodeGroup"].map(unheard),
  unheard("__proto__"),
  misspelled("network", "natGateway", "natGateways"),
  misspelled("streaming", "topic", "topics"),
  missing("account", "aws.accountId", "a text"),
  missing("owner", "tags.owner", "a text"),
  missing("replication", "streaming.replicationFactor", "a whole number"),
  missing("nodes", "workers.nodeGroup.maxNodes", "a whole number"),
  missing("beta", "streaming.topics.beta.partitions", "a whole number", "streaming.topics.beta"),
  missing("raw-data", "warehouse.databases.RAW_DATA.description", "a text", "warehouse.databases.RAW_DATA"),
];

function unheard(place: string): Fault {
  const key = place === "__proto__" ? "__proto__" : `${place}.unheard`;
  return {
    name: `${key} is unknown`,
    touches: [key],
    apply: (files) => {
      if (key === "__proto__") Object.defineProperty(files.patch, key, { value: 1, enumerable: true });
      else write(files, path(key), 1);
      return () => [
        `${key === "__proto__" || written(files.patch, path(key)) ? patchFile(files) : "environments/base.ts"}: ${key} is 1; there is no such key. Remove it.`,
      ];
    },
  };
}

function misspelled(parent: string, slip: string, key: string): Fault {
  const place = `${parent}.${slip}`;
  return {
    name: `${place} is misspelled`,
    touches: [place],
    apply: (files) => {
      write(files, path(place), false);
      return () => [
        `${patchFile(files)}: ${place} is false; there is no such key. Rename it, perhaps to ${key}, or remove it.`,
      ];
    },
  };
}

function missing(touches: string, place: string, kind: string, entry?: string): Fault {
  return {
    name: `${place} is missing`,
    touches: [touches],
    apply: (files) => {
      erase(files, path(place));
      return () => {
        const inBase =
          entry !== undefined && !written(files.patch, path(entry)) && read(files, path(entry)) !== undefined;
        return [
          `${inBase ? "environments/base.ts" : patchFile(files)}: ${place} is missing; it must be given, as ${kind}. Add it.`,
        ];
      };
    },
  };
}
