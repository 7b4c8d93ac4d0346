/** Changes of what carries and keeps data, planned by Terraform in a simulated cloud, against what was said of them before. */
import { dataChanges } from "../preview/changes/halves.ts";
import { expectChanges } from "../preview/expect-changes.ts";

expectChanges(dataChanges);
