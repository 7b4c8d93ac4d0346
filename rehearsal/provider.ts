import { parseArgs } from "node:util";
import { handshakeProblem } from "./plugin/handshake.ts";
import type { ProviderName } from "./schema/schema.ts";

const providerNames: readonly ProviderName[] = ["aws", "snowflake", "kubernetes", "helm"];

const [argument = ""] = parseArgs({ allowPositionals: true }).positionals;
const name = providerNames.find((candidate) => candidate === argument);
if (name === undefined) refuse(`There is no simulated provider "${argument}". There are: ${providerNames.join(", ")}.`);
const problem = handshakeProblem(name, process.env);
if (problem !== undefined) refuse(problem);
const home = process.env.PLINTH_CLOUD;
if (!home)
  refuse("PLINTH_CLOUD is not set; it names the folder of the simulated cloud. Prepare the stack's folder again.");

// Loaded only now, so that a start by hand answers at once.
const [{ launch }, { loadSchema }] = await Promise.all([import("./plugin/launch.ts"), import("./schema/catalog.ts")]);
await launch({
  name,
  folder: process.cwd(),
  schema: (kind, type) => loadSchema(name, kind, type),
  openCloud: async () => (await import("./cloud/open.ts")).openCloud(name, home),
});

function refuse(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
