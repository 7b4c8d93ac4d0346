import { z } from "zod";
import { logDays } from "../support/fields.ts";
import { rule } from "../support/rule.ts";
import { addressPlan, reservedBreaches, zoneBreaches } from "./address-plan.ts";

export const ownNetworkConfig = z
  .strictObject({
    mode: z.literal("own"),
    ...addressPlan,
    /** One NAT gateway for all zones is cheaper; one per zone survives the loss of a zone. */
    natGateways: z.enum(["one", "per-zone"]).default("one"),
    /** Private ways to the AWS services that the platform calls. Each of them costs by the hour and zone, so that they are worth it where NAT gateways carry much or a review asks for them. */
    interfaceEndpoints: z.boolean().default(false),
    /** Days that the records of accepted and refused connections stay in CloudWatch. */
    flowLogDays: logDays.default(30),
  })
  .check(rule(reservedBreaches), rule(zoneBreaches))
  .readonly();

export type OwnNetworkConfig = z.output<typeof ownNetworkConfig>;
