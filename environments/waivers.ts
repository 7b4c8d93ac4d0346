import { z } from "zod";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { environmentNames } from "./catalog.ts";
import { shownPath } from "./shown.ts";

/**
 * Stack and type of a place are written out, and a glob stands after them: what somebody agreed to lose has a name. No `|`: for
 * picomatch it begins another pattern, which covers anything.
 */
export const namedPlace = {
  pattern: /^[A-Za-z0-9-]+\/\w+(?:[.[][^|]*)?$/,
  rule: "it must name a resource: begin with <stack>/<type>. in plain letters, like prod-data/aws_msk_topic.topics_orders_*, and hold no |",
};

/** Lets findings of one policy pass at some addresses of one environment, for a while. */
const waiver = z.strictObject({
  /** Of the policy, as docs/guardrails.md lists it. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "it must be the id of a policy; docs/guardrails.md lists them"),
  environment: z.string().refine((name) => environmentNames().includes(name), {
    error: () => `it must be one of ${environmentNames().join(", ")}`,
  }),
  /**
   * A glob over `<stack>/<address>`, like `prod-data/aws_msk_topic.topics_orders_*`. An output is named likewise
   * (`prod-foundation/handover.keyArns.logs`), and the bill by its environment (`prod/cost`).
   */
  address: z.string().regex(namedPlace.pattern, namedPlace.rule),
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
