import { accessFaults } from "./access-faults.ts";
import { definitionFaults } from "./definition-faults.ts";
import type { Fault } from "./fault.ts";
import { fieldFaults } from "./field-faults.ts";
import { ingestionFaults } from "./ingestion-faults.ts";
import { jobFaults } from "./job-faults.ts";
import { keyFaults } from "./key-faults.ts";
import { linkFaults } from "./link-faults.ts";
import { networkFaults } from "./network-faults.ts";
import { roleFaults } from "./role-faults.ts";
import { streamingFaults } from "./streaming-faults.ts";
import { warehouseFaults } from "./warehouse-faults.ts";

export const faults: readonly Fault[] = [
  ...fieldFaults,
  ...keyFaults,
  ...streamingFaults,
  ...linkFaults,
  ...networkFaults,
  ...warehouseFaults,
  ...roleFaults,
  ...jobFaults,
  ...definitionFaults,
  ...ingestionFaults,
  ...accessFaults,
];
