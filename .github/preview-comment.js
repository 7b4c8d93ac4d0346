// One comment of a pull request with what Preview made, rewritten by every run. Plain JavaScript: it runs before anything is
// installed. The text is a stranger's: it is cut to length, disarmed, and said to be theirs.
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The first line of preview.md, by which the comment is found again (scripts/preview/markdown.ts). */
const marker = "<!-- plinth:preview -->";
/** GitHub takes 65,536 characters. */
const longest = 62_000;
/** A file that is larger was not made by a preview. */
const largest = 1_000_000;

/** GitHub lists no more files of a pull request: https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files */
const mostFiles = 3000;
/** Names that are shown, and how long each may be. */
const shownFiles = 5;
const longestName = 120;

/** What decides whether a change may pass, or carries it out: folders, and files. */
export const judges = [
  ".github/",
  "environments/expected-drift.ts",
  "environments/unlock.ts",
  "environments/usage.ts",
  "environments/waivers.ts",
  "scripts/apply.ts",
  "scripts/apply/",
  "scripts/bundle/",
  "scripts/cost/",
  "scripts/guardrails/",
  "scripts/plinth.ts",
  "scripts/preview.ts",
  "scripts/preview/",
  "tools/",
];

/** The comment's text; undefined where the file is no preview. */
export function commentBody(text, { sha, url, warning }) {
  if (!text.startsWith(marker)) return undefined;
  // Nobody is called by a mention, and no marker or other hidden text is left in it.
  const disarmed = text
    .slice(marker.length)
    .replaceAll("<!--", "&lt;!--")
    .replaceAll(/@(?=[\w-])/g, "@\u200b");
  const origin = `_Made by the code of this pull request at ${sha.slice(0, 12)} ([run](${url})): as trustworthy as that code._`;
  return `${marker}\n${warning}${origin}\n${disarmed}`.slice(0, longest);
}

/** Takes the place of an earlier commit's preview, which would be read as this one's. */
function noPreview({ sha, url, conclusion, warning }) {
  const what = `There is no preview of ${sha.slice(0, 12)}: [its run](${url}) failed to make one (it ended as ${conclusion}).`;
  return `${marker}\n${warning}**${what}** What stood here was of an earlier run.\n`;
}

/** A paragraph on top of the comment, or nothing: the preview is made by the code that it judges. */
export function warningOf(files) {
  const names = files.flatMap(({ filename, previous_filename: before }) => (before ? [filename, before] : [filename]));
  const touched = names.filter((name) =>
    judges.some((one) => (one.endsWith("/") ? name.startsWith(one) : name === one)),
  );
  const unseen = files.length >= mostFiles ? " It changes more files than GitHub lists: look for others." : "";
  if (touched.length === 0 && unseen === "") return "";
  const rest = touched.length > shownFiles ? ` and ${touched.length - shownFiles} more` : "";
  const list = touched.slice(0, shownFiles).map(shownName).join(", ");
  const what =
    touched.length === 0 ? "perhaps" : `${touched.length} file${touched.length === 1 ? "" : "s"}, ${list}${rest}`;
  return `⚠ This pull request changes what judges it: ${what}.${unseen} Read that first.\n\n`;
}

/** A stranger's name, in code, where it is no Markdown and calls nobody. */
function shownName(name) {
  return `\`${name.slice(0, longestName).replaceAll(/[^\w./+@ -]/g, "?")}${name.length > longestName ? "…" : ""}\``;
}

/** Creates the comment or rewrites it; does nothing for a commit that the pull request has left behind. */
export async function comment({ github, context, core, folder }) {
  const run = context.payload.workflow_run;
  const pull = await pullOf(github, context.repo, run);
  if (pull === undefined) return core.notice("No open pull request has this commit as its head.");
  const wish = { ...context.repo, pull_number: pull.number, per_page: 100 };
  const warning = warningOf(await github.paginate(github.rest.pulls.listFiles, wish));
  const about = { sha: run.head_sha, url: run.html_url, conclusion: run.conclusion, warning };
  const made = commentBody(textOf(join(folder, "preview.md")), about);
  if (made === undefined) core.warning("The run left no preview.");
  const issue = { ...context.repo, issue_number: pull.number };
  const all = await github.paginate(github.rest.issues.listComments, { ...issue, per_page: 100 });
  const own = all.find(({ user, body: text }) => user?.login === "github-actions[bot]" && text?.startsWith(marker));
  const body = made ?? noPreview(about);
  if (own === undefined && made === undefined) return;
  if (own === undefined) await github.rest.issues.createComment({ ...issue, body });
  else await github.rest.issues.updateComment({ ...context.repo, comment_id: own.id, body });
}

/** Asked of GitHub and never of the artifact: a fork could name another's pull request. */
async function pullOf(github, repo, { head_sha, head_branch, head_repository }) {
  const head = `${head_repository.owner.login}:${head_branch}`;
  const { data } = await github.rest.pulls.list({ ...repo, state: "open", head, per_page: 100 });
  return data.find((pull) => pull.head.sha === head_sha);
}

/** No link out of the folder is followed. */
function textOf(file) {
  const { size, isFile } = statOf(file);
  return isFile && size <= largest ? readFileSync(file, "utf8") : "";
}

function statOf(file) {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  return { size: stat?.size ?? 0, isFile: stat?.isFile() ?? false };
}
