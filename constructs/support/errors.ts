/** The user's mistake, or a limit of the user's environment: printed as it stands, without a stack trace. */
export class ConfigurationError extends Error {
  /** One line each: where, what value, which rule, what to do. */
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigurationError";
    this.problems = problems;
  }
}
