import { type ZoneName, zoneNames } from "../support/zones.ts";
import type { JobConfig } from "./config.ts";

/** What a job does in a zone. `clean`: delete what runs left unfinished, and nothing else. */
export type ZoneAccess = "read" | "write" | "clean";

/** What each kind of our program needs of the lake. */
const needed: Readonly<Record<JobConfig["kind"], Partial<Record<ZoneName, ZoneAccess>>>> = {
  publish: { silver: "read" },
  transform: { silver: "read" },
  ingest: { bronze: "read", silver: "write", quarantine: "write" },
  backfill: { bronze: "read", silver: "write", quarantine: "write" },
  maintenance: { silver: "clean", quarantine: "clean" },
  container: {},
};

/** The zones that a job may touch, in the order of the zones: what its kind needs, and what its definition adds. */
export function zonesOf({ kind, zones }: Pick<JobConfig, "kind" | "zones">): [ZoneName, ZoneAccess][] {
  return zoneNames.flatMap((zone): [ZoneName, ZoneAccess][] => {
    const declared = zones[zone];
    const own = needed[kind][zone];
    const access = declared === "write" || own === undefined ? declared : own;
    return access === undefined ? [] : [[zone, access]];
  });
}
