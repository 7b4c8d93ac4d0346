import Table from "cli-table3";
import { Command, Option } from "commander";
import { loadEnvironment } from "../environments/catalog.ts";
import { type Layer, layers } from "../environments/layers.ts";
import { type Finding, findings, obstacles } from "./findings.ts";

interface Options {
  readonly json?: boolean;
  readonly before?: readonly Layer[];
}

export function checkCommand(done: (code: number) => void): Command {
  const before = new Option(
    "--before <layer...>",
    "only what these layers wait for; cdktf deploy asks so before each of them",
  ).choices(layers);
  return new Command("check")
    .description(
      "Says what a deploy of an environment still lacks, each with the command that supplies it; exit code 2 if anything does",
    )
    .argument("<environment>", "for instance prod")
    .addOption(before)
    .option("--json", "print the findings as JSON")
    .action(async (name: string, { json, before }: Options) => {
      const environment = await loadEnvironment(name);
      const found = await findings(environment, process.env, (line) => console.error(line));
      const lacking = before ? obstacles(found, before) : found.filter(({ state }) => state === "missing");
      const shown = before ? lacking : found;
      if (json) console.log(JSON.stringify({ environment: name, findings: shown }, null, 2));
      else console.log([...(shown.length > 0 ? [table(shown)] : []), verdict(name, found, lacking, before)].join("\n"));
      done(lacking.length === 0 ? 0 : 2);
    });
}

function table(found: readonly Finding[]): string {
  const rows = new Table({
    head: ["item", "state", "found", "what to do"],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [26, 9, 44, 60],
  });
  for (const { item, state, found: what, remedy } of found) rows.push([item, state, what, remedy ?? ""]);
  return rows.toString();
}

function verdict(
  name: string,
  all: readonly Finding[],
  lacking: readonly Finding[],
  before?: readonly Layer[],
): string {
  const what = before ? `${name}, before ${before.join(" and ")},` : name;
  if (lacking.length > 0) return `${what} lacks ${lacking.length} of ${all.length}.`;
  return `${what} lacks nothing that can be checked from here.`;
}
