import { parseArgs } from "node:util";

/** The engine CLI's flags that are followed by a value, which must not be taken for a target. */
const valued = [
  "app",
  "output",
  "outputs-file",
  "parallelism",
  "terraform-parallelism",
  "var",
  "var-file",
  "log-level",
  "log-file-directory",
] as const;

const options = {
  ...Object.fromEntries(valued.map((name) => [name, { type: "string" as const, multiple: true }])),
  app: { type: "string" as const, short: "a" },
  output: { type: "string" as const, short: "o" },
};

export interface Call {
  readonly verb: string | undefined;
  /** Environments and stacks, as written. */
  readonly targets: readonly string[];
  /** Everything else, as written. */
  readonly flags: readonly string[];
}

/** Takes a command line apart without judging the flags: they belong to the engine's CLI. */
export function readCall(argv: readonly string[]): Call {
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const positional = tokens.filter((token) => token.kind === "positional");
  const places = new Set(positional.map((token) => token.index));
  const [verb, ...targets] = positional.map((token) => token.value);
  return { verb, targets, flags: argv.filter((_, index) => !places.has(index)) };
}
