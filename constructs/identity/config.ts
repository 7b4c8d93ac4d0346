import { z } from "zod";
import { kebabName } from "../support/fields.ts";

const roleConfig = z
  .strictObject({
    /** What runs under the role, for the one who finds it in an audit. */
    description: z.string().min(1, "it must say what runs under the role. Write a sentence"),
    /** The AWS service whose workloads may assume the role. */
    trustedService: z
      .enum(["ecs-tasks.amazonaws.com", "ec2.amazonaws.com", "lambda.amazonaws.com"])
      .default("ecs-tasks.amazonaws.com"),
  })
  .readonly();

export const identityConfig = z
  .strictObject({
    /** IAM roles of programs outside the cluster that use the platform. Jobs have roles of their own, named after the job. */
    roles: z.record(kebabName, roleConfig).readonly().default({}),
  })
  .readonly();

export type IdentityConfig = z.output<typeof identityConfig>;
export type RoleConfig = z.output<typeof roleConfig>;
