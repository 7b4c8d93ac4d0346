import { ConfigurationError } from "../../constructs/support/errors.ts";

/** Why a bundle is not applied, and the exit code that says so: 3, it is not what was reviewed; 2, it must not be applied. docs/apply.md has the remedies. */
export const refusals = {
  "not-a-bundle": 3,
  truncated: 3,
  altered: 3,
  "not-approved": 3,
  "no-key": 3,
  "wrong-key": 3,
  "wrong-environment": 3,
  "wrong-commit": 3,
  "wrong-configuration": 3,
  "wrong-lock": 3,
  "wrong-terraform": 3,
  "wrong-plinth": 3,
  expired: 3,
  stale: 3,
  different: 3,
  unrecorded: 3,
  unaccounted: 3,
  blocked: 2,
  "unlock-changed": 2,
} as const;

export type RefusalName = keyof typeof refusals;

/** A bundle that is not applied. */
export class Refused extends ConfigurationError {
  readonly refusal: RefusalName;
  constructor(refusal: RefusalName, problems: readonly string[]) {
    super(problems.map((problem) => `${refusal}: ${problem}`));
    this.name = "Refused";
    this.refusal = refusal;
  }

  get code(): number {
    return refusals[this.refusal];
  }
}
