import { expect, test } from "@jest/globals";
import { jobKinds } from "../../jobs/contract.ts";
import { HelpAsked, isAside, kindOf, requestOf } from "../../jobs/request.ts";

test.each([undefined, "publsh", ""])("the kind %s is refused with those there are", (given) => {
  expect(() => kindOf(given)).toThrow("it must be one of publish, ingest, transform, maintenance, backfill.");
});

test.each([
  { kind: "publish", args: ["publsh"], says: "publish: the action is publsh; it must be one of status, history" },
  { kind: "publish", args: ["lease"], says: "lease show, lease break, or none to run it" },
  {
    kind: "publish",
    args: ["rollback", "2"],
    says: "publish rollback: too many arguments. Expected 0 arguments but got 1: 2. Ask",
  },
  { kind: "publish", args: ["--slimm"], says: "publish: unknown option '--slimm'\n(Did you mean --slim?)" },
  { kind: "publish", args: ["lease", "break"], says: "required option '--reason <text>' not specified" },
  { kind: "ingest", args: ["again"], says: "ingest: the action is again; it must be none: there is but one." },
  { kind: "ingest", args: ["--dry-run"], says: "ingest: unknown option '--dry-run'" },
  { kind: "backfill", args: [], says: "required option '--from <day>' not specified" },
  { kind: "backfill", args: ["--from", "2026-02-30", "--to", "2026-03-01"], says: "It must be a day that exists" },
  {
    kind: "backfill",
    args: ["--from", "2026-03-02", "--to", "2026-03-01"],
    says: "--from is 2026-03-02; it must not be after --to",
  },
] as const)("$kind $args is refused in one message that says what there is", ({ kind, args, says }) => {
  expect(() => requestOf(kind, args)).toThrow(says);
  expect(() => requestOf(kind, args)).toThrow(/\. Ask for --help to see what there is\.$|Change one of them\.$/);
});

test.each([
  { args: [], action: "run", options: {} },
  { args: ["--slim", "--json"], action: "run", options: { slim: true, json: true } },
  {
    args: ["lease", "break", "--reason", "its node is gone; $(x)"],
    action: "lease break",
    options: { reason: "its node is gone; $(x)" },
  },
  { args: ["rollback", "--dry-run"], action: "rollback", options: { dryRun: true } },
])("publish $args is read", ({ args, action, options }) => {
  expect(requestOf("publish", args)).toEqual({ action, options });
});

test("help names the actions and the options of each kind", () => {
  expect(() => kindOf("--help")).toThrow(HelpAsked);
  for (const kind of jobKinds) expect(() => requestOf(kind, ["--help"])).toThrow(`Usage: ${kind} [options]`);
  expect(() => requestOf("publish", ["-h"])).toThrow(
    /--dry-run[\s\S]*Other actions:[\s\S]*lease break +ends the lease/,
  );
  expect(() => requestOf("publish", ["lease", "break", "--help"])).toThrow("--reason <text>");
});

test.each([
  { args: ["status"], aside: true },
  { args: ["lease", "show"], aside: true },
  { args: ["--dry-run"], aside: true },
  { args: [], aside: false },
  { args: ["rollback"], aside: false },
])("publish $args is a look and not a run: $aside", ({ args, aside }) => {
  expect(isAside("publish", requestOf("publish", args))).toBe(aside);
});
