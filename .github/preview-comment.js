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

/** The comment's text; undefined where the file is no preview. */
export function commentBody(text, { sha, url }) {
  if (!text.startsWith(marker)) return undefined;
  // Nobody is called by a mention, and no marker or other hidden text is left in it.
  const disarmed = text
    .slice(marker.length)
    .replaceAll("<!--", "&lt;!--")
    .replaceAll(/@(?=[\w-])/g, "@\u200b");
  const origin = `_Made by the code of this pull request at ${sha.slice(0, 12)} ([run](${url})): as trustworthy as that code._`;
  return `${marker}\n${origin}\n${disarmed}`.slice(0, longest);
}

/** Creates the comment or rewrites it; does nothing for a commit that the pull request has left behind. */
export async function comment({ github, context, core, folder }) {
  const run = context.payload.workflow_run;
  const pull = await pullOf(github, context.repo, run);
  if (pull === undefined) return core.notice("No open pull request has this commit as its head.");
  const body = commentBody(textOf(join(folder, "preview.md")), { sha: run.head_sha, url: run.html_url });
  if (body === undefined) return core.warning("The artifact holds no preview.");
  const issue = { ...context.repo, issue_number: pull.number };
  const all = await github.paginate(github.rest.issues.listComments, { ...issue, per_page: 100 });
  const own = all.find(({ user, body: text }) => user?.login === "github-actions[bot]" && text?.startsWith(marker));
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
