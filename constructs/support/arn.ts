import type { PlatformContext } from "./context.ts";

/**
 * The ARN of something that is not at hand as an object: it lies in another stack, or does not exist yet. `resource` is
 * the part after the account. `global` leaves the region out, as IAM does.
 */
export function arn(
  context: Pick<PlatformContext, "accountId" | "region">,
  service: string,
  resource: string,
  scope: "regional" | "global" = "regional",
): string {
  return `arn:aws:${service}:${scope === "global" ? "" : context.region}:${context.accountId}:${resource}`;
}
