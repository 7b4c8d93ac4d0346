import { expect, test } from "@jest/globals";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { code, prose } from "../../../scripts/preview/markdown/escape.ts";
import { markdownLimit, marker, renderMarkdown } from "../../../scripts/preview/markdown.ts";
import { plainText } from "../../../scripts/preview/words/plain-text.ts";
import { change, environment, finding, firstDeploy, preview, stack } from "../../preview/documents.ts";
import { failing, hostile, large, workingDay } from "../../preview/scenarios.ts";

/** Tables, raw HTML and links without brackets, as on GitHub. */
const gfm = new MarkdownIt({ html: true, linkify: true });

const calls = /[@#]\w|GH-\d|https?:|www\.|\b[0-9a-f]{7,40}\b|:\w+:|\$\S/;

test.each([
  ["@octocat", "`@octocat`"],
  ["see #1, now", "see `#1`, now"],
  ["(see GH-2).", "(see `GH-2`)."],
  ["at 0f1e2d3 and deadbeef", "at `0f1e2d3` and `deadbeef`"],
  ["kept 3 days, 50% of 7.5 GiB", "kept 3 days, 50% of 7.5 GiB"],
  ["It's “so” — or not!", "It's “so” — or not!"],
  ["a\u202eb", "`a\\u{202e}b`"],
  ["its `moved block`; (`a`: 7 → 3)", "its `moved block`; (`a`: 7 → 3)"],
  ["x1`a``b`y2", "`x1` `a` `b` `y2`"],
  ["**b** <i>", "`**b**` `<i>`"],
])("in a sentence, %j is %j", (text, expected) => {
  expect(prose(text)).toBe(expected);
});

const nasty = fc.string({ unit: fc.constantFrom(..."`|\\<>&*_[]()!#@~$:/- \n\t.ab1\u0000\u202e\ud800é😀") });

/** The only line of a list's only item, in its pieces. */
function piecesOf(line: string): { type: string; content: string }[] {
  const tokens = gfm.parse(`- ${line}`, {});
  const around =
    "bullet_list_open list_item_open paragraph_open inline paragraph_close list_item_close bullet_list_close";
  expect(tokens.map(({ type }) => type).join(" ")).toBe(around);
  return (tokens[3]?.children ?? []).map(({ type, content }) => ({ type, content }));
}

test("any text is whole within one code span", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      expect(piecesOf(`before ${code(text, 1000)} after`)).toEqual([
        { type: "text", content: "before " },
        { type: "code_inline", content: plainText(text).trim() || " " },
        { type: "text", content: " after" },
      ]);
    }),
  );
});

const wordy = fc.string({ unit: fc.constantFrom(..."`@#a1 .b") });

test("any sentence makes code and text, and calls nobody", () => {
  fc.assert(
    fc.property(fc.oneof(nasty, wordy), (text) => {
      for (const { type, content } of piecesOf(`It says: ${prose(text)}`)) {
        expect(type).toMatch(/^(text|code_inline)$/);
        if (type === "text") expect(content).not.toMatch(calls);
      }
    }),
  );
});

test.each([
  ["5,000 changes", () => large(5000)],
  ["1,000 changes", () => large(1000)],
  ["a first deploy", () => firstDeploy(500)],
  ["hostile text", hostile],
  [
    "2,000 environments",
    () => preview(...Array.from({ length: 2000 }, (_, index) => environment(`e${index}`.padEnd(90, "x")))),
  ],
  [
    "a problem of a million characters",
    () =>
      preview(
        environment("dev", { stacks: [stack("dev-data", { status: "failed", problems: ["x ".repeat(500_000)] })] }),
      ),
  ],
  [
    "findings of 10,000 characters",
    () =>
      preview(
        environment("dev", {
          findings: Array.from({ length: 500 }, (_, index) =>
            finding({ id: `r-${index}`, what: "😀".repeat(10_000), why: "why ".repeat(2500) }),
          ),
        }),
      ),
  ],
])("%s: never longer than the limit, and never cut within a part", (_, document) => {
  const text = renderMarkdown(document());
  expect(text.length).toBeLessThanOrEqual(markdownLimit);
  expect(text.match(/^<details>$/gm)?.length).toBe(text.match(/^<\/details>$/gm)?.length);
  expect(text.startsWith(`${marker}\n`)).toBe(true);
});

test("a first deploy of all of prod is shown without leaving anything out", () => {
  const text = renderMarkdown(firstDeploy(500));
  expect(text).not.toContain("Not shown here");
  const counts = [...text.matchAll(/create (\d+) /g)].map(([, count]) => Number(count));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(500);
});

test("what has no room is counted, and where it can be seen is said", () => {
  const text = renderMarkdown(large(5000));
  expect(text).toMatch(/\*\*Not shown here: \d+ changes and \d+ findings\.\*\* `preview\.html` and `preview\.json`/);
});

test("where room is short, blocked findings and what ends have theirs before all else", () => {
  const blocked = Array.from({ length: 60 }, (_, index) =>
    finding({ address: `aws_x.b${index}`, what: `Blocked ${index}.` }),
  );
  const gone = change({ address: "aws_x.gone", construct: "x/gone", action: "delete", risk: "R5" });
  const busy = Array.from({ length: 3000 }, (_, index) =>
    change({ address: `aws_y.a${index}`, construct: `y${index}`, type: `aws_t${index}` }),
  );
  const text = renderMarkdown(
    preview(environment("prod", { stacks: [stack("prod-data", { changes: [...busy, gone] })], findings: blocked })),
  );
  for (const { what } of blocked) expect(text).toContain(what);
  expect(text).toContain("`aws_x.gone`");
  expect(text).toContain("Not shown here");
});

test("where nothing changes, a line of the table says so and there is nothing else", () => {
  const text = renderMarkdown(preview(environment("dev")));
  expect(text).toContain("| `dev` | ⚪ no changes | R0 | no changes | none | not estimated |");
  expect(text).not.toContain("###");
});

test("why nothing of an environment could be planned is told, and nothing is said to change in it", () => {
  const text = renderMarkdown(failing());
  expect(text).toMatch(/\[`dr`\]\(#plinth-\d-dr\) \| ❌ failed \| R0 \| not planned \|/);
  expect(text).toContain(
    "- `environments/dr.ts: streaming.topics.user_events.partitions is 0; it must be a whole number",
  );
});

test("a bill is told with what it leaves out and what to know of it, but not of what stays as it is", () => {
  const day = renderMarkdown(workingDay());
  expect(day).toContain(
    "- Without a price here:\n  - `aws_s3_bucket`\n- Prices that nobody has verified: `nat.gateway`.\n",
  );
  const [, , prod] = workingDay().environments;
  const cost = prod?.cost;
  expect(cost).toBeDefined();
  const unchanged = renderMarkdown(preview(environment("dev", { ...(cost && { cost }) })));
  expect(unchanged).not.toContain("###");
  expect(unchanged).toContain("| `dev` | ⚪ no changes | R0 | no changes | none | +70 USD |");
});

test("what a plan is based on, and what it does not say, is told", () => {
  const day = renderMarkdown(workingDay());
  expect(day).toContain("`prod-jobs`: It is provisional");
  expect(day).toContain("`prod-jobs`: Its configuration changed and its plan did not.");
  expect(day).toContain("`prod-workers`: Its plan changed and its configuration did not");
  expect(day).toContain("Outputs: removed `network`");
  expect(renderMarkdown(failing())).toContain("`dev-workers`: It comes from a rehearsal");
});

test("moves, imports and what is forgotten are told as such", () => {
  const day = renderMarkdown(workingDay());
  expect(day).toContain("move 1 kms key, `aws_kms_key.lake_key_87654321` → `aws_kms_key.keys_lake_key_12345678`");
  expect(day).toContain("import 1 iam role");
  expect(day).toContain("forget 1 sns topic");
});

test("a waiver is told with its reason, its owner and its end", () => {
  expect(renderMarkdown(workingDay())).toContain(
    "`output-removed` `prod-foundation` `network`: prod-jobs goes in the same release. Owner `@data-platform`, until 2027-01-31.",
  );
});

test("an unlocked environment heads the table, with the permission in force", () => {
  const text = renderMarkdown(failing());
  expect(text.indexOf("🔓")).toBeLessThan(text.indexOf("`dev`"));
  expect(text).toContain("`staging:aws_s3_bucket.*:2026-12-01`");
});
