/** The lake's zones. bronze: as it came; silver: cleaned; gold: served. */
export const zoneNames = ["bronze", "silver", "gold"] as const;
export type ZoneName = (typeof zoneNames)[number];
