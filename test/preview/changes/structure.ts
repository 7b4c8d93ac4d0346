import type { ChangeCase } from "./change-case.ts";

const logGroup = "workers/aws_cloudwatch_log_group.flows";
const importOf = (days: number) => ({
  workers: {
    import: [{ to: "aws_cloudwatch_log_group.flows", id: "/plinth/prod/network/flows" }],
    resource: {
      aws_cloudwatch_log_group: {
        flows: {
          name: "/plinth/prod/network/flows",
          retention_in_days: days,
          kms_key_id: `\${data.terraform_remote_state.foundation.outputs.handover.keyArns.logs}`,
        },
      },
    },
  },
});

/** What is not a change of one object: moves, imports, what leaves the state, outputs, and nothing at all. */
export const structure: readonly ChangeCase[] = [
  { name: "nothing changes in prod", environment: "prod", harmless: true, changes: {}, findings: [] },
  { name: "nothing changes in dev", environment: "dev", harmless: true, changes: {}, findings: [] },
  {
    name: "somebody is expected to have a right that nothing gives him",
    environment: "prod",
    patch: { access: { "zone gold": { reads: ["transform"] } } },
    harmless: true,
    changes: {},
    findings: [],
  },
  {
    name: "a key's name moves to another address",
    environment: "prod",
    stacks: {
      foundation: {
        moved: [{ from: "aws_kms_alias.keys_lake_alias_5C1DDFAD", to: "aws_kms_alias.lake" }],
        resource: {
          aws_kms_alias: {
            keys_lake_alias: null,
            lake: { name: "alias/plinth-prod-lake", target_key_id: `\${aws_kms_key.keys_lake_key_267FA2A9.key_id}` },
          },
        },
      },
    },
    harmless: true,
    changes: { "foundation/aws_kms_alias.lake": "move R0" },
    findings: [],
  },
  {
    name: "a key's name moves to another address, and the move is not written down",
    environment: "prod",
    stacks: {
      foundation: {
        resource: {
          aws_kms_alias: {
            keys_lake_alias: null,
            lake: { name: "alias/plinth-prod-lake", target_key_id: `\${aws_kms_key.keys_lake_key_267FA2A9.key_id}` },
          },
        },
      },
    },
    harmless: false,
    changes: { "foundation/aws_kms_alias.keys_lake_alias": "delete R4", "foundation/aws_kms_alias.lake": "create R1" },
    findings: ["stateless-destroyed warn foundation/aws_kms_alias.keys_lake_alias"],
  },
  {
    name: "a log group that stands is imported as it is",
    environment: "prod",
    stacks: importOf(365),
    harmless: true,
    changes: { [logGroup]: "import R0" },
    findings: [],
  },
  {
    name: "a log group that stands is imported and changed at once",
    environment: "prod",
    stacks: importOf(731),
    harmless: false,
    changes: { [logGroup]: "update R2" },
    findings: [`import-changes warn ${logGroup}`],
  },
  {
    name: "the budget leaves the state and stays in the account",
    environment: "prod",
    stacks: {
      foundation: {
        removed: [{ from: "aws_budgets_budget.budget_monthly_F474E30F", lifecycle: [{ destroy: false }] }],
        resource: { aws_budgets_budget: null },
      },
    },
    harmless: false,
    changes: { "foundation/aws_budgets_budget.budget_monthly": "forget R2" },
    findings: ["resource-forgotten warn foundation/aws_budgets_budget.budget_monthly"],
  },
  {
    name: "a stack hands over less than another one reads",
    environment: "prod",
    applied: true,
    failed: ["jobs"],
    stacks: { workers: { output: { handover: { value: { interruptionQueue: null } } } } },
    harmless: false,
    changes: {},
    findings: ["output-still-read block workers/handover.interruptionQueue"],
  },
  {
    name: "what the configuration states of itself does not hold",
    environment: "prod",
    stacks: {
      foundation: {
        check: {
          limit: {
            assert: [
              {
                condition: `\${aws_budgets_budget.budget_monthly_F474E30F.limit_amount != "20000"}`,
                error_message: "The limit is as it was.",
              },
            ],
          },
        },
      },
    },
    harmless: false,
    changes: {},
    findings: ["check-failed warn foundation/check.limit"],
  },
  {
    name: "a row policy takes a name that only the apply tells",
    environment: "prod",
    stacks: {
      data: {
        resource: {
          terraform_data: { name: { input: "ROWS_BY_LAND" } },
          snowflake_row_access_policy: {
            warehouse_governance_ROWS_BY_COUNTRY_rows: { name: `\${terraform_data.name.output}` },
          },
        },
      },
    },
    harmless: false,
    changes: {
      "data/snowflake_row_access_policy.warehouse_governance_ROWS_BY_COUNTRY_rows": "update R4",
      "data/snowflake_grant_privileges_to_account_role.warehouse_roles_PUBLISHER_sets-ROWS_BY_COUNTRY": "replace R4",
    },
    findings: [
      "identity-unknown warn data/snowflake_row_access_policy.warehouse_governance_ROWS_BY_COUNTRY_rows",
      "stateless-destroyed warn data/snowflake_grant_privileges_to_account_role.warehouse_roles_PUBLISHER_sets-ROWS_BY_COUNTRY",
      "access-widened warn data/snowflake_grant_privileges_to_account_role.warehouse_roles_PUBLISHER_sets-ROWS_BY_COUNTRY",
    ],
  },
];
