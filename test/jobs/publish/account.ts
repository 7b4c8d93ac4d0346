import type { JobContractDocument } from "../../../jobs/contract.ts";
import type { PlatformGrants } from "../../../jobs/publish/duckdb/grants.ts";

type Access = Extract<JobContractDocument, { kind: "publish" }>["publish"]["access"];

/** The access role through which people read marts. */
export const reader = "ANALYTICS_MARTS_R";

const marts = { role: reader, database: "ANALYTICS", schema: "MARTS" };

/** What a deploy leaves in the account: ANALYST reads marts and sees masks, DATA_SCIENTIST sees through them. */
export const account: PlatformGrants = {
  roles: { ANALYST: [reader], DATA_SCIENTIST: [reader, "UNMASK_PII"] },
  grants: [
    { role: reader, privilege: "USAGE", on: "DATABASE", database: "ANALYTICS", when: "now" },
    { ...marts, privilege: "USAGE", on: "SCHEMA", when: "now" },
    { ...marts, privilege: "SELECT", on: "TABLES", when: "now" },
    { ...marts, privilege: "SELECT", on: "TABLES", when: "future" },
    { ...marts, privilege: "SELECT", on: "VIEWS", when: "now" },
    { ...marts, privilege: "SELECT", on: "VIEWS", when: "future" },
  ],
  tags: {
    "GOVERNANCE.POLICIES.PII": [
      {
        policy: "GOVERNANCE.POLICIES.PII_VARCHAR",
        type: "VARCHAR",
        body: "CASE WHEN IS_ROLE_IN_SESSION('UNMASK_PII') THEN VAL ELSE '***' END",
      },
    ],
  },
};

/** What the environment declares of it. */
export const declaredGrants: Access["grants"] = [
  { role: reader, privilege: "USAGE", on: "DATABASE" },
  { role: reader, privilege: "USAGE", on: "SCHEMA", schema: "MARTS" },
  { role: reader, privilege: "SELECT", on: "TABLES", schema: "MARTS" },
  { role: reader, privilege: "SELECT", on: "VIEWS", schema: "MARTS" },
];
