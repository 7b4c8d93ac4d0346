import type { ContractOf } from "../contract.ts";
import { requestOf } from "../request.ts";
import type { JobReport, JobSurroundings } from "../surroundings.ts";
import { publishVersion } from "./publish-job.ts";

/** Would tonight's publish pass? The same up to and including the audit; then the candidate is dropped. */
export async function runTransform(contract: ContractOf<"transform">, job: JobSurroundings): Promise<JobReport> {
  const { options } = requestOf("transform", job.arguments);
  return publishVersion(contract, job, { ...options, auditOnly: true });
}
