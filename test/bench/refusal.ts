/** Why there is nothing to compare: told in one line, without a stack trace. */
export class Refusal extends Error {}
