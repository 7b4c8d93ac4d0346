import { appendFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { FileHistory } from "../../../../jobs/publish/duckdb/history.ts";

const longAgo = "2026-03-02T00:00:00.000Z";

test("what a token made live is told once, however often it is written, and so is how it ended otherwise", async () => {
  const history = new FileHistory(newFile());
  const publication = { token: 3, runId: "run", publishedAt: longAgo, rows: { "MARTS.A": 1 }, previous: [] };
  const published = { runId: "run", token: 3, outcome: "published", endedAt: longAgo, publication } as const;
  const broken = { runId: "run", token: 3, outcome: "lease broken", endedAt: longAgo } as const;
  for (const entry of [published, broken, published, broken]) await history.append(entry);
  expect(await history.entries(10)).toEqual([published, broken]);
});

test("the newest entries are told, oldest first", async () => {
  const history = new FileHistory(newFile());
  for (const token of [1, 2, 3]) await history.append({ runId: "run", token, outcome: "failed", endedAt: longAgo });
  expect((await history.entries(2)).map(({ token }) => token)).toEqual([2, 3]);
});

test("a line cut short is skipped and the others are kept", async () => {
  const file = newFile();
  const history = new FileHistory(file);
  const entry = { runId: "a", token: 1, outcome: "failed", endedAt: longAgo } as const;
  await history.append(entry);
  appendFileSync(file, '{"runId": "b", "tok\n');
  await history.append({ ...entry, token: 2, runId: "c" });
  expect((await history.entries(10)).map(({ runId }) => runId)).toEqual(["a", "c"]);
});

function newFile(): string {
  return join(mkdtempSync(join(tmpdir(), "plinth-history-")), "history", "ANALYTICS.jsonl");
}
