/** Changes around the data, planned by Terraform in a simulated cloud, against what was said of them before. */
import { platformChanges } from "../preview/changes/halves.ts";
import { expectChanges } from "../preview/expect-changes.ts";

expectChanges(platformChanges);
