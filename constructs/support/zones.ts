/** The lake's zones. bronze: as it came; silver: cleaned; gold: served; quarantine: what failed a check, until someone has looked at it. */
export const zoneNames = ["bronze", "silver", "gold", "quarantine"] as const;
export type ZoneName = (typeof zoneNames)[number];
