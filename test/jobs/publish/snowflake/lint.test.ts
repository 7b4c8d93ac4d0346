import { expect, test } from "@jest/globals";
import { bodyOf, namesIn } from "../../../../jobs/publish/snowflake/lint.ts";

test.each([
  { text: "select * from ANALYTICS.MARTS.T", names: ["ANALYTICS"] },
  { text: 'select * from "ANALYTICS"."MARTS"."T"', names: ["ANALYTICS"] },
  { text: "delete from analytics__c_12.marts.t", names: ["ANALYTICS__C_12"] },
  { text: "execute immediate 'drop table ANALYTICS__P_3 . MARTS.T'", names: ["ANALYTICS__P_3"] },
  { text: "call ANALYTICS.MARTS.P(); call ANALYTICS__X_1_2_3.MARTS.P()", names: ["ANALYTICS", "ANALYTICS__X_1_2_3"] },
  { text: "select * from MARTS.ANALYTICS", names: [] },
  { text: "select * from RAW.ANALYTICS.T", names: [] },
  { text: "select * from ANALYTICS_RAW.S.T join MY_ANALYTICS.S.T", names: [] },
  { text: "select * from MARTS.T", names: [] },
])("$text names $names", ({ text, names }) => {
  expect(namesIn(text, "ANALYTICS")).toEqual(names);
});

test("the head of a view, which repeats the name it was made under, does not count; its body does", () => {
  const view = 'create or replace view ANALYTICS__C_4.MARTS."VW" as (\n select * from MARTS.T)';
  expect(namesIn(bodyOf("view", view), "ANALYTICS")).toEqual([]);
  expect(namesIn(bodyOf("view", view.replace("from MARTS", "from ANALYTICS.MARTS")), "ANALYTICS")).toEqual([
    "ANALYTICS",
  ]);
  expect(namesIn(bodyOf("task", "create view ANALYTICS.M.V as select 1"), "ANALYTICS")).toEqual(["ANALYTICS"]);
});
