import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Table from "cli-table3";
import { z } from "zod";
import { homeFolders } from "../environments/home.ts";

const stateFile = z.looseObject({
  resources: z.array(z.looseObject({ mode: z.string(), type: z.string(), instances: z.array(z.unknown()) })),
});

/** What stands in a simulated home, by stack: how many resources, of which services. */
export function standing(home: string): string {
  const { state } = homeFolders(home);
  const table = new Table({
    head: ["stack", "resources", "of which"],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [20, 11, 70],
  });
  const files = existsSync(state) ? readdirSync(state).filter((file) => file.endsWith(".tfstate")) : [];
  for (const file of files.sort()) {
    const { resources } = stateFile.parse(JSON.parse(readFileSync(join(state, file), "utf8")));
    const counts = countByService(resources.filter(({ mode }) => mode === "managed"));
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    table.push([
      file.replace(".tfstate", ""),
      total,
      [...counts].map(([service, count]) => `${service} ${count}`).join(", "),
    ]);
  }
  return table.toString();
}

/** The service is the second word of a type's name: aws_msk_topic is of msk. */
function countByService(resources: readonly { type: string; instances: readonly unknown[] }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type, instances } of resources) {
    const [provider, service = ""] = type.split("_");
    const name = provider === "aws" ? service : (provider ?? type);
    counts.set(name, (counts.get(name) ?? 0) + instances.length);
  }
  return new Map([...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)));
}
