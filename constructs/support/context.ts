import type { NameOwner } from "./names.ts";
import type { Protection } from "./protection.ts";

/** Where a construct stands: whose it is, where it lies, and how well it is protected. */
export interface PlatformContext extends NameOwner {
  readonly region: string;
  readonly accountId: string;
  readonly protection: Protection;
}
