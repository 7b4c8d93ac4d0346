import { parseArgs } from "node:util";
import { handshakeProblem } from "./plugin/handshake.ts";
import type { Foundations } from "./plugin/service.ts";
import { addressOf } from "./schema/binding.ts";
import type { ProviderName } from "./schema/schema.ts";

const providerNames: readonly ProviderName[] = ["aws", "snowflake", "kubernetes", "helm"];

// Started by Terraform under one provider's name; by a rehearsal as `all`, for as long as it works in a stack's folder.
const [argument = ""] = parseArgs({ allowPositionals: true }).positionals;
const all = argument === "all";
const name = providerNames.find((candidate) => candidate === argument);
if (name === undefined && !all)
  refuse(`There is no simulated provider "${argument}". There are: ${providerNames.join(", ")}.`);
const problem = name && handshakeProblem(name, process.env);
if (problem !== undefined) refuse(problem);
const home = process.env.PLINTH_CLOUD;
if (!home)
  refuse("PLINTH_CLOUD is not set; it names the folder of the simulated cloud. Prepare the stack's folder again.");

// Loaded only now, so that a start by hand answers at once.
const { loadSchema } = await import("./schema/catalog.ts");
const foundations = (name: ProviderName, home: string): Foundations => ({
  name,
  folder: process.cwd(),
  schema: (kind, type) => loadSchema(name, kind, type),
  openCloud: async () => (await import("./cloud/open.ts")).openCloud(name, home),
});
if (name !== undefined) await (await import("./plugin/launch.ts")).launch(foundations(name, home));
else {
  const { stand } = await import("./plugin/stand.ts");
  const standing = providerNames.map((name) => [addressOf(name), foundations(name, home)] as const);
  process.stdout.write(`${JSON.stringify(await stand(new Map(standing)))}\n`);
}

function refuse(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
