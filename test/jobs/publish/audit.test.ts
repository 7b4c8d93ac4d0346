import { expect, test } from "@jest/globals";
import { auditRows } from "../../../jobs/publish/audit.ts";

const rules = {
  marts: ["MARTS.A", "MARTS.B", "MARTS.C"],
  maxRowLossPercent: 10,
};

test("every mart that is missing, empty or too small is named in one failure", () => {
  const candidate = { "MARTS.A": null, "MARTS.B": 0, "MARTS.C": 5 };
  expect(() => auditRows(rules, candidate, { "MARTS.C": 10 })).toThrowErrorMatchingInlineSnapshot(`
    "The candidate failed its audit:
      MARTS.A does not exist in the candidate. Let the transform project build it, or take it out of the job's marts.
      MARTS.B is empty: its sources gave no rows. Put data where the transform reads and run again.
      MARTS.C has 5 rows, live has 10; a publish may lose 10 %. Find what the transform dropped, or raise publish.maxRowLossPercent of the job for this run."
  `);
});

test.each([
  { rows: 90, passes: true },
  { rows: 89, passes: false },
])("with 100 live rows and a bound of 10 %, $rows rows pass: $passes", ({ rows, passes }) => {
  const audit = () => auditRows({ ...rules, marts: ["MARTS.A"] }, { "MARTS.A": rows }, { "MARTS.A": 100 });
  if (passes) expect(audit()).toEqual({ "MARTS.A": rows });
  else expect(audit).toThrow("MARTS.A has 89 rows, live has 100");
});

test("a mart that live does not have yet needs only rows", () => {
  expect(auditRows({ ...rules, marts: ["MARTS.A"] }, { "MARTS.A": 1 }, { "MARTS.A": null })).toEqual({ "MARTS.A": 1 });
});
