// One issue for each environment that was changed outside of Terraform: opened, rewritten, and closed when nothing is left.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const markerOf = (environment) => `<!-- plinth:drift:${environment} -->`;
/** GitHub takes 65,536 characters. */
const longest = 60_000;

/** The issue's text; undefined where nothing drifted. `drift` is what `plinth drift --json` prints. */
export function issueBody({ environment, stacks, notices }, url) {
  const drifted = stacks.flatMap(({ stack, drifted }) => drifted.map((resource) => ({ stack, ...resource })));
  if (drifted.length === 0) return undefined;
  const lines = drifted.flatMap(({ stack, address, what, attributes }) => [
    `- ${code(`${stack}/${address}`)} was ${what}`,
    ...attributes.map((attribute) => `  - ${attributeLine(attribute)}`),
  ]);
  const shown = [];
  let length = 500;
  for (const line of [...lines, ...notices.map((notice) => `\n${notice}`)]) {
    length += line.length + 1;
    if (length > longest) break;
    shown.push(line);
  }
  const left = lines.length + notices.length - shown.length;
  return [
    markerOf(environment),
    `What differs from what Terraform left in ${environment} ([run](${url})). Take it back where it was changed, or declare it and apply; what is meant to change is declared in \`environments/expected-drift.ts\`.`,
    "",
    ...shown,
    ...(left > 0 ? [`\n${left} lines more: \`npx plinth drift ${environment}\`.`] : []),
  ].join("\n");
}

function attributeLine({ path, change, before, after, hidden }) {
  if (hidden !== undefined) return `${code(path)} (${change})`;
  return `${code(path)}: ${before === undefined ? "nothing" : code(before)} → ${after === undefined ? "nothing" : code(after)}`;
}

/** Text that stays text: without backticks and line breaks, code holds anything. */
function code(text) {
  return `\`${text.replaceAll(/[`\r\n]/g, " ")}\``;
}

/** Looks at what every environment's run left in the folder. One that left nothing could not be looked at, and its issue stays as it is. */
export async function keepIssues({ github, context, core, folder }) {
  const url = `${context.serverUrl}/${context.repo.owner}/${context.repo.repo}/actions/runs/${context.runId}`;
  const open = await github.paginate(github.rest.issues.listForRepo, { ...context.repo, state: "open", per_page: 100 });
  for (const drift of drifts(folder)) {
    const body = issueBody(drift, url);
    const own = open.find(
      ({ user, body: text }) => user?.login === "github-actions[bot]" && text?.startsWith(markerOf(drift.environment)),
    );
    core.info(`${drift.environment}: ${body === undefined ? "no drift" : "drift"}`);
    await keep(github, context.repo, { own, body, title: `${drift.environment} was changed outside of Terraform` });
  }
}

async function keep(github, repo, { own, body, title }) {
  if (own === undefined && body === undefined) return;
  if (own === undefined) return await github.rest.issues.create({ ...repo, title, body });
  const issue = { ...repo, issue_number: own.number };
  if (body === undefined) await github.rest.issues.update({ ...issue, state: "closed", state_reason: "completed" });
  else await github.rest.issues.update({ ...issue, body });
}

function drifts(folder) {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).map((name) => join(folder, name, "drift.json"));
  return files.filter(existsSync).map((file) => JSON.parse(readFileSync(file, "utf8")));
}
