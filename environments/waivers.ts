import { z } from "zod";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { shownPath } from "./shown.ts";

/** Lets findings of one policy pass at some addresses of one environment, for a while. */
const waiver = z.strictObject({
  /** Of the policy, as docs/guardrails.md lists it. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "it must be the id of a policy; docs/guardrails.md lists them"),
  environment: z.string().min(1),
  /** A glob over `<stack>/<address>`, like `prod-data/aws_msk_topic.topics_orders_*`. */
  address: z.string().min(3).regex(/[^*/]/, "it must name a resource, not cover everything"),
  /** Why the finding does not matter here, or what is done about it. */
  reason: z.string().min(20, "it must say why, in 20 characters or more"),
  /** Who answers for it. */
  owner: z.string().min(2),
  /** The last day on which it holds. */
  expires: z.iso.date(),
});
export type Waiver = z.output<typeof waiver>;

/** One that has expired, or that nothing needs, fails the preview: remove it. */
const declared: readonly Waiver[] = [];

/**
 * The waivers as they are declared.
 * @throws ConfigurationError with all that is wrong with them
 */
export function readWaivers(list: unknown = declared): readonly Waiver[] {
  const result = z.array(waiver).safeParse(list);
  if (result.success) return result.data;
  throw new ConfigurationError(
    result.error.issues.map(
      ({ path, message }) => `environments/waivers.ts: ${shownPath(path)}: ${message}. Mend it or remove the waiver.`,
    ),
  );
}
