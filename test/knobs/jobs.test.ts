import { expectTurns } from "./expect-turns.ts";

const names = "it names another part of the environment, and prod has one that fits";

expectTurns("jobs", {
  "jobs.definitions.*.kind": { fixed: "another kind says other things: it is another job" },
  "jobs.definitions.*.timeZone": { fixed: "names of zones are not guessed" },
  "jobs.definitions.*.zones": { fixed: "prod's jobs need none beside those of their kind" },
  "jobs.definitions.*.loads": { fixed: "prod's jobs load no table of their own" },
  "jobs.definitions.*.waitsFor": { fixed: "its minutes are turned" },
  "jobs.definitions.*.image": { fixed: "prod's jobs have the image of all" },
  "jobs.definitions.*.warehouse.name": { fixed: names },
  "jobs.definitions.*.warehouse.role": { fixed: names },
  "jobs.definitions.*.database": { fixed: names },
  "jobs.definitions.*.publish.freshness": { fixed: "prod asks it of no mart" },
  "jobs.definitions.*.publication": { fixed: names },
  "jobs.definitions.*.ingestion": { fixed: names },
  "jobs.definitions.*.requests.cpu": { given: { definitions: { publish: { requests: { cpu: "500m" } } } } },
});
