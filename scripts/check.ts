import Table from "cli-table3";
import { Command } from "commander";
import { loadEnvironment } from "../environments/catalog.ts";
import { findings } from "./findings.ts";

export function checkCommand(done: (code: number) => void): Command {
  return new Command("check")
    .description(
      "Says what a deploy of an environment still lacks, each with the command that supplies it; exit code 2 if anything does",
    )
    .argument("<environment>", "for instance prod")
    .option("--json", "print the findings as JSON")
    .action(async (name: string, options: { json?: boolean }) => {
      const environment = await loadEnvironment(name);
      const found = await findings(environment, process.env, (line) => console.error(line));
      const missing = found.filter((finding) => finding.state === "missing");
      if (options.json) {
        console.log(JSON.stringify({ environment: name, findings: found }, null, 2));
      } else {
        const table = new Table({
          head: ["item", "state", "found", "what to do"],
          style: { head: [], border: [] },
          wordWrap: true,
          colWidths: [26, 9, 44, 60],
        });
        for (const { item, state, found: what, remedy } of found) table.push([item, state, what, remedy ?? ""]);
        console.log(table.toString());
        console.log(
          missing.length === 0
            ? `${name} lacks nothing that can be checked from here.`
            : `${name} lacks ${missing.length} of ${found.length}.`,
        );
      }
      done(missing.length === 0 ? 0 : 2);
    });
}
