import type { ChangeCase } from "./change-case.ts";
import { custody } from "./custody.ts";
import { identity } from "./identity.ts";
import { jobs } from "./jobs.ts";
import { kafka } from "./kafka.ts";
import { lake } from "./lake.ts";
import { links } from "./links.ts";
import { network } from "./network.ts";
import { sight } from "./sight.ts";
import { structure } from "./structure.ts";
import { topics } from "./topics.ts";
import { warehouse } from "./warehouse.ts";
import { workers } from "./workers.ts";

/** What carries and keeps data. */
export const dataChanges: readonly ChangeCase[] = [...kafka, ...topics, ...lake, ...links, ...warehouse];

/** What is around them: who may do what, networks, nodes, jobs, and how Terraform keeps its books. */
export const platformChanges: readonly ChangeCase[] = [
  ...sight,
  ...network,
  ...identity,
  ...custody,
  ...workers,
  ...jobs,
  ...structure,
];
