import { arn } from "./arn.ts";
import type { PlatformContext } from "./context.ts";
import { physicalName } from "./names.ts";

export function auditTrailName(context: PlatformContext): string {
  return physicalName("trail", context, "audit");
}

/** Computed, because the trail's key and bucket name it in their policies and exist before it. */
export function auditTrailArn(context: PlatformContext): string {
  return arn(context, "cloudtrail", `trail/${auditTrailName(context)}`);
}
