import { type Finding, Refusal } from "../cloud/cloud.ts";
import type { Block } from "../schema/schema.ts";
import { attributePath } from "./attribute-path.ts";
import { type Diagnostic, severity } from "./messages.ts";
import { originOf } from "./origin.ts";

/** A finding in the protocol's form; its path is followed through the schema. */
export function diagnostic(finding: Finding, schema: Block): Diagnostic {
  const { summary, detail, path } = finding;
  const steps = path === undefined ? [] : attributePath(path, schema).steps;
  return { severity: severity[finding.severity], summary, detail, ...(steps.length > 0 && { attribute: { steps } }) };
}

/**
 * Turns whatever an operation threw into a diagnostic: a refusal of the simulated cloud as it is, anything else as a
 * defect of ours. `operation` says what was tried, for instance "create aws_vpc".
 */
export function failure(problem: unknown, operation: string, schema: Block): Diagnostic {
  return problem instanceof Refusal ? diagnostic(problem.finding, schema) : unexpected(operation, problem);
}

/** An exception nobody foresaw, with the place it came from. */
export function unexpected(operation: string, problem: unknown): Diagnostic {
  const message = problem instanceof Error ? problem.message : String(problem);
  const origin = problem instanceof Error ? originOf(problem) : undefined;
  return defect(operation, origin === undefined ? message : `${message} (${origin})`);
}

/** A fault of the simulated provider, never of what the user declared. */
export function defect(operation: string, detail: string): Diagnostic {
  return { severity: severity.error, summary: "Simulated provider defect", detail: `${operation}: ${detail}` };
}
