import { appendFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { History } from "../../../jobs/publish/history.ts";

const live = { token: 3, runId: "run", publishedAt: "2026-03-02T00:00:00.000Z", rows: { "MARTS.A": 1 }, previous: [] };

test("a live version without a line gets one, once", async () => {
  const history = new History(newFile());
  await history.completeFor(live);
  await history.completeFor(live);
  expect(await history.entries()).toEqual([
    { runId: "run", token: 3, outcome: "recovered", endedAt: live.publishedAt, publication: live },
  ]);
});

test("a line cut short is skipped and the others are kept", async () => {
  const file = newFile();
  const history = new History(file);
  const entry = { runId: "a", token: 1, outcome: "failed", endedAt: live.publishedAt } as const;
  await history.append(entry);
  appendFileSync(file, '{"runId": "b", "tok\n');
  await history.append({ ...entry, runId: "c" });
  expect((await history.entries()).map(({ runId }) => runId)).toEqual(["a", "c"]);
});

function newFile(): string {
  return join(mkdtempSync(join(tmpdir(), "plinth-history-")), "history", "ANALYTICS.jsonl");
}
