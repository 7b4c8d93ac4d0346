import { z } from "zod";
import { description, kebabName, recordOf } from "../support/fields.ts";

const roleConfig = z
  .strictObject({
    /** What runs under the role, for the one who finds it in an audit. */
    description: description("what runs under the role"),
    /** The AWS service whose workloads may assume the role. */
    trustedService: z
      .enum(["ecs-tasks.amazonaws.com", "ec2.amazonaws.com", "lambda.amazonaws.com"])
      .default("ecs-tasks.amazonaws.com"),
  })
  .readonly();

export const identityConfig = z
  .strictObject({
    /** IAM roles of programs outside the cluster that use the platform. Jobs have roles of their own, named after the job. */
    roles: recordOf(kebabName, roleConfig).default({}),
  })
  .readonly();

export type IdentityConfig = z.output<typeof identityConfig>;
export type RoleConfig = z.output<typeof roleConfig>;
