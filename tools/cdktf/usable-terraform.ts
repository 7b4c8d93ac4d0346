import { terraformVersion } from "../../rehearsal/terraform.ts";

/**
 * The version of the Terraform on PATH, whatever the user's variables tell Terraform to do besides; it asks no server for a
 * newer one. Throws TerraformUnusable when there is none or it is too old.
 */
export async function usableTerraform(env: NodeJS.ProcessEnv): Promise<string> {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith("TF_"));
  return await terraformVersion({ ...Object.fromEntries(kept), CHECKPOINT_DISABLE: "1" });
}
