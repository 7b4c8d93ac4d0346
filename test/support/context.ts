import type { PlatformContext } from "../../constructs/support/context.ts";
import type { Protection } from "../../constructs/support/protection.ts";

/** Where constructs stand in tests, unless the test is about that. */
export function contextOf(protection: Protection): PlatformContext {
  return { platform: "acme", name: "test", region: "eu-west-1", accountId: "111122223333", protection };
}
