import { expectTurns } from "./expect-turns.ts";

expectTurns("lake", {
  "lake.zones.quarantine.archiveAfterDays": {
    given: { zones: { quarantine: { archiveAfterDays: 1, expireAfterDays: 200 } } },
  },
  "lake.zones.quarantine.deepArchiveAfterDays": {
    given: { zones: { quarantine: { deepArchiveAfterDays: 1, expireAfterDays: 200 } } },
  },
});
