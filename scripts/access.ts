import Table from "cli-table3";
import { Command } from "commander";
import { loadEnvironment } from "../environments/catalog.ts";
import type { Answer } from "./access/answer.ts";
import { differences, sentence } from "./access/comparison.ts";
import { type Review, reviewOf } from "./access/review.ts";
import { concerning, selected, type Wanted } from "./access/selection.ts";

interface Options extends Wanted {
  readonly json?: boolean;
}

export function accessCommand(done: (code: number) => void): Command {
  return new Command("access")
    .description(
      "Says who can read or write what once an environment is deployed, on Kafka, S3 and Snowflake, and who sees personal data unmasked; exit code 2 if that is not what the environment declares",
    )
    .argument("<environment>", "for instance prod")
    .option("--role <role>", "only what this role can do, for instance ANALYST or event-collector")
    .option("--object <object>", "only who can use this, for instance user_events, bronze/raw or ANALYTICS.MARTS")
    .option("--json", "print the answer as JSON")
    .action(async (name: string, options: Options) => {
      const environment = await loadEnvironment(name);
      const review = await reviewOf(environment);
      const answers = selected(review, options);
      const different = concerning(differences(environment.access, review.answers), options);
      if (options.json)
        console.log(
          JSON.stringify({ environment: name, answers, differences: different, unopened: review.unopened }, null, 2),
        );
      else print(name, answers, different.map(sentence), review);
      done(different.length === 0 ? 0 : 2);
    });
}

function print(name: string, answers: readonly Answer[], different: readonly string[], { unopened }: Review): void {
  const table = new Table({
    head: ["object", "right", "who"],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [52, 9, 70],
  });
  for (const { object, who } of answers) {
    const rows = Object.entries(who);
    if (rows.length === 0) table.push([object, "", "nobody"]);
    for (const [right, names] of rows) table.push([object, right, names.join(", ")]);
  }
  console.log(table.toString());
  if (unopened.length > 0) console.log(`Not opened, because AWS writes them: ${unopened.join("; ")}.`);
  for (const line of different) console.log(line);
  console.log(
    different.length === 0
      ? `This is what ${name} declares.`
      : `${name} differs from its declaration in ${different.length} places: change the grant, or access in environments/${name}.ts or environments/base-access.ts.`,
  );
}
