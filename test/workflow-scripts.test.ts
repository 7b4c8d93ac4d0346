import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { marker } from "../scripts/preview/markdown.ts";

interface Run {
  readonly github: unknown;
  readonly context: unknown;
  readonly core: unknown;
  readonly folder: string;
}

interface Preview {
  readonly environments: readonly { readonly stacks: readonly object[] }[];
}

/** Plain JavaScript without types of its own: it runs where nothing is installed. */
interface Scripts {
  readonly comment: (run: Run) => Promise<void>;
  readonly keepIssues: (run: Run) => Promise<void>;
  readonly changes: (preview: Preview, layer: string) => boolean;
  readonly judges: readonly string[];
}

async function script<K extends keyof Scripts>(file: string, name: K): Promise<Scripts[K]> {
  const all: Scripts = await import(join(import.meta.dirname, "../.github", file));
  return all[name];
}

interface Call {
  readonly name: string;
  readonly with: Record<string, unknown>;
}

/** GitHub as far as the scripts ask it; notes what they change. */
function fakeGithub(answers: { comments?: object[]; pulls?: object[]; issues?: object[]; files?: object[] }) {
  const calls: Call[] = [];
  const note = (name: string) => async (wish: Record<string, unknown>) => void calls.push({ name, with: wish });
  const rest = {
    pulls: { list: async () => ({ data: answers.pulls ?? [] }), listFiles: "files" },
    issues: {
      listComments: "comments",
      listForRepo: "issues",
      create: note("create"),
      update: note("update"),
      createComment: note("createComment"),
      updateComment: note("updateComment"),
    },
  };
  const paginate = async (what: "comments" | "issues" | "files", wish: object) => {
    if (what === "files") expect(wish).toMatchObject({ owner: "o", repo: "r", pull_number: 7 });
    return answers[what] ?? [];
  };
  return { github: { rest, paginate }, calls };
}

const said: string[] = [];
const tell = (line: string) => void said.push(line);
const core = { notice: tell, warning: tell, info: () => {} };
const bot = { login: "github-actions[bot]" };
const run = {
  head_sha: "a".repeat(40),
  head_branch: "feature",
  head_repository: { owner: { login: "stranger" } },
  html_url: "https://github.com/o/r/actions/runs/1",
  conclusion: "failure",
};
const context = {
  repo: { owner: "o", repo: "r" },
  payload: { workflow_run: run },
  serverUrl: "https://github.com",
  runId: 1,
};
const pulls = [{ number: 7, head: { sha: run.head_sha } }];

function previewFolder(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "plinth-comment-"));
  writeFileSync(join(folder, "preview.md"), text);
  return folder;
}

async function commented(folder: string, answers: Parameters<typeof fakeGithub>[0]): Promise<Call[]> {
  const comment = await script("preview-comment.js", "comment");
  const { github, calls } = fakeGithub(answers);
  await comment({ github, context, core, folder });
  return calls;
}

test("a commit that is no pull request's head any more gets no comment", async () => {
  expect(await commented(previewFolder(`${marker}\nold`), { pulls: [{ number: 7, head: { sha: "b" } }] })).toEqual([]);
});

test("what is no preview is not posted: another text, a link out of the folder, a huge file, no file", async () => {
  const elsewhere = previewFolder(`${marker}\nsecrets of the runner`);
  const linked = mkdtempSync(join(tmpdir(), "plinth-comment-"));
  symlinkSync(join(elsewhere, "preview.md"), join(linked, "preview.md"));
  const folders = [
    previewFolder("Approved by everybody."),
    linked,
    previewFolder(marker + "x".repeat(1_000_001)),
    mkdtempSync(join(tmpdir(), "plinth-comment-")),
  ];
  for (const folder of folders) expect(await commented(folder, { pulls })).toEqual([]);
});

test("a preview is posted disarmed: nobody is called, no marker is smuggled in, and it is said whose text it is", async () => {
  const text = `${marker}\nHello @octocat <!-- plinth:drift:prod --> and @org/team\n`;
  const [call, ...others] = await commented(previewFolder(text), { pulls });
  expect(others).toEqual([]);
  expect(call?.name).toBe("createComment");
  expect(call?.with).toMatchObject({ owner: "o", repo: "r", issue_number: 7 });
  const body = String(call?.with.body);
  expect(body.startsWith(`${marker}\n_Made by the code of this pull request at aaaaaaaaaaaa`)).toBe(true);
  expect(body).not.toMatch(/@octocat|@org/);
  expect(body.match(/<!--/g)).toHaveLength(1);
});

test("the longest preview fits into a comment", async () => {
  const [call] = await commented(previewFolder(marker + "@a".repeat(40_000)), { pulls });
  expect(String(call?.with.body).length).toBeLessThanOrEqual(65_536);
});

test("the comment of an earlier run is rewritten; one that another person began alike is left alone", async () => {
  const comments = [
    { id: 1, user: { login: "stranger" }, body: `${marker}\nfake` },
    { id: 2, user: bot, body: "something else" },
    { id: 3, user: bot, body: `${marker}\nold` },
  ];
  const [call, ...others] = await commented(previewFolder(`${marker}\nnew`), { pulls, comments });
  expect(others).toEqual([]);
  expect(call).toMatchObject({ name: "updateComment", with: { comment_id: 3 } });
});

test("where the preview died, the comment of an earlier commit says so in its stead, and none is made", async () => {
  const nothing = join(mkdtempSync(join(tmpdir(), "plinth-comment-")), "absent");
  const comments = [{ id: 3, user: bot, body: `${marker}\n**All may pass.**` }];
  const files = [{ filename: "tools/plinth/bin.js" }];
  const [call, ...others] = await commented(nothing, { pulls, comments, files });
  expect(others).toEqual([]);
  expect(call).toMatchObject({ name: "updateComment", with: { comment_id: 3 } });
  const body = String(call?.with.body);
  expect(body.startsWith(`${marker}\n⚠ `)).toBe(true);
  expect(body).toContain(
    `There is no preview of aaaaaaaaaaaa: [its run](${run.html_url}) failed to make one (it ended as failure).`,
  );
  expect(body).not.toContain("may pass");
  expect(await commented(nothing, { pulls, files })).toEqual([]);
});

async function bodyWith(files: object[], text = "fine"): Promise<string> {
  const [call] = await commented(previewFolder(`${marker}\n${text}`), { pulls, files });
  return String(call?.with.body);
}

test("every part of what judges a change exists, and a change of it stands on top of the comment", async () => {
  for (const part of await script("preview-comment.js", "judges")) {
    expect({ part, exists: existsSync(join(import.meta.dirname, "..", part)) }).toEqual({ part, exists: true });
    const filename = part.endsWith("/") ? `${part}one.ts` : part;
    const moved = { filename: "test/one.ts", previous_filename: filename };
    for (const files of [[{ filename: "README.md" }, { filename }], [moved]]) {
      const line = `${marker}\n⚠ This pull request changes what judges it: 1 file, \`${filename}\`. Read that first.\n\n_Made by`;
      expect((await bodyWith(files)).startsWith(line)).toBe(true);
    }
  }
});

test("a change of nothing that judges bears no warning", async () => {
  const files = ["environments/prod.ts", "scripts/previews.ts", "docs/.github/a", "scripts/preview"];
  const body = await bodyWith(files.map((filename) => ({ filename })));
  expect(body.startsWith(`${marker}\n_Made by`)).toBe(true);
});

test("names of files are counted, cut and disarmed, and leave the comment its marker and its length", async () => {
  const odd = { filename: "scripts/guardrails/`@org/team` <!-- x -->\n# big" };
  const many = Array.from({ length: 20 }, (_, index) => ({ filename: `.github/${index}${"x".repeat(4000)}` }));
  const body = await bodyWith([odd, ...many], "@a".repeat(40_000));
  const [first, warning = ""] = body.split("\n");
  expect(first).toBe(marker);
  expect(warning).toMatch(
    /^⚠ .*: 21 files, `scripts\/guardrails\/\?@org\/team\? \?\?-- x --\?\?\? big`, .* and 16 more\. /,
  );
  expect(warning.length).toBeLessThan(1000);
  expect(body.length).toBeLessThanOrEqual(65_536);
});

test("where GitHub does not list every file, nobody is told that nothing which judges is changed", async () => {
  const files = Array.from({ length: 3000 }, (_, index) => ({ filename: `a/${index}` }));
  expect(await bodyWith(files)).toContain("⚠ This pull request changes what judges it: perhaps. It changes more files");
  expect(await bodyWith(files.slice(1))).not.toContain("⚠");
});

const attributes = [
  { path: "tags.Team", change: "changed", hidden: "unlisted", unknown: false, replaces: false },
  { path: "retention_in_days", change: "changed", before: "30", after: "`7`\n# big", unknown: false, replaces: false },
];
const drifted = [
  { address: "aws_cloudwatch_log_group.one", type: "aws_cloudwatch_log_group", what: "changed", attributes },
];
const drift = (environment: string, found: object[]) => ({
  environment,
  stacks: [{ stack: `${environment}-data`, deployed: true, drifted: found, expected: [] }],
  notices: [],
});

async function kept(drifts: readonly { environment: string }[], issues: object[] = []): Promise<Call[]> {
  const folder = mkdtempSync(join(tmpdir(), "plinth-issues-"));
  for (const one of drifts) {
    mkdirSync(join(folder, `drift-${one.environment}`));
    writeFileSync(join(folder, `drift-${one.environment}`, "drift.json"), JSON.stringify(one));
  }
  const keepIssues = await script("drift-issues.js", "keepIssues");
  const { github, calls } = fakeGithub({ issues });
  await keepIssues({ github, context, core, folder });
  return calls;
}

const openIssue = (environment: string, user: object = bot) => ({
  number: 5,
  user,
  body: `<!-- plinth:drift:${environment} -->\nold`,
});

test("drift opens an issue for its environment, with names and only such values as may be seen", async () => {
  const [call, ...others] = await kept([drift("prod", drifted), drift("dev", [])]);
  expect(others).toEqual([]);
  expect(call).toMatchObject({ name: "create", with: { title: "prod was changed outside of Terraform" } });
  const body = String(call?.with.body);
  expect(body).toContain("- `prod-data/aws_cloudwatch_log_group.one` was changed\n  - `tags.Team` (changed)\n");
  expect(body).toContain("  - `retention_in_days`: `30` → ` 7  # big`");
});

test("drift that goes on rewrites the one issue; drift that ended closes it", async () => {
  expect(await kept([drift("prod", drifted)], [openIssue("prod")])).toMatchObject([
    { name: "update", with: { issue_number: 5, body: expect.stringContaining("was changed") } },
  ]);
  expect(await kept([drift("prod", [])], [openIssue("prod")])).toMatchObject([
    { name: "update", with: { issue_number: 5, state: "closed" } },
  ]);
});

test("an issue stays as it is where its environment could not be looked at, or where a person wrote it", async () => {
  expect(await kept([], [openIssue("prod")])).toEqual([]);
  expect(await kept([drift("prod", [])], [openIssue("prod", { login: "person" })])).toEqual([]);
});

test("an issue holds what GitHub takes, however much has drifted", async () => {
  const many = Array.from({ length: 2000 }, (_, index) => ({
    ...drifted[0],
    address: `aws_cloudwatch_log_group.n${index}`,
  }));
  const [call] = await kept([drift("prod", many)]);
  const body = String(call?.with.body);
  expect(body.length).toBeLessThan(65_536);
  expect(body).toMatch(/\d+ lines more: `npx plinth drift prod`/);
});

test("a layer has something to apply where it changes, or was planned before its upstream is as it will be", async () => {
  const changes = await script("changes.js", "changes");
  const stack = { layer: "jobs", status: "planned", changes: [] as object[], outputs: [] as object[] };
  const of = (one: object) => changes({ environments: [{ stacks: [{ ...stack, ...one }] }] }, "jobs");
  expect(of({})).toBe(false);
  expect(of({ layer: "data", changes: [{}] })).toBe(false);
  expect([of({ changes: [{}] }), of({ outputs: [{}] }), of({ status: "provisional" })]).toEqual([true, true, true]);
});
