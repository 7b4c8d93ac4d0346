import { z } from "zod";
import { existingNetworkConfig } from "./existing-config.ts";
import { ownNetworkConfig } from "./own-config.ts";

/** A network that the environment makes and owns, or one that is there already and that it moves into. */
export const networkConfig = z.discriminatedUnion("mode", [ownNetworkConfig, existingNetworkConfig], {
  error: ({ code }) => (code === "invalid_union" ? "it must be own or existing. Write one of them" : undefined),
});

export type NetworkConfig = z.output<typeof networkConfig>;
