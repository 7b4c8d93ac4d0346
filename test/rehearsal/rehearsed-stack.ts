import { mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProviderName } from "../../rehearsal/schema/schema.ts";
import { rehearsalEnvironment, type TerraformResult, terraform } from "../../rehearsal/terraform.ts";
import { prepareStackFolder, type StackFolder } from "../../rehearsal/working-folder.ts";

const fakeProvider = join(import.meta.dirname, "fake-provider.ts");

/** One stack in folders of its own, run by real Terraform. */
export class RehearsedStack {
  readonly home: string;
  readonly cloud: string;
  readonly env: NodeJS.ProcessEnv;

  constructor(providers: readonly ProviderName[], base: NodeJS.ProcessEnv = process.env, program?: string) {
    this.home = realpathSync(mkdtempSync(join(tmpdir(), "it's a stack ")));
    this.cloud = join(this.home, "cloud");
    this.env = rehearsalEnvironment(base, this.home);
    const folder: StackFolder = { cloudDir: this.cloud, providers };
    prepareStackFolder(this.home, program === undefined ? folder : { ...folder, program });
  }

  /** A stack of the made-up `aws_thing` in the fake cloud. */
  static fake(base?: NodeJS.ProcessEnv): RehearsedStack {
    return new RehearsedStack(["aws"], base, fakeProvider);
  }

  write(config: object): void {
    const terraformBlock = {
      required_providers: { aws: { source: "aws", version: "6.66.0" } },
      backend: { local: { path: join(this.home, "state", "stack.tfstate") } },
    };
    writeFileSync(join(this.home, "cdk.tf.json"), JSON.stringify({ terraform: terraformBlock, ...config }));
  }

  async run(...args: string[]): Promise<TerraformResult> {
    return await terraform(args, { cwd: this.home, env: this.env });
  }

  /** Runs and insists on success. */
  async succeed(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")} exited ${code}\n${stdout}${stderr}`);
    return stdout;
  }

  async apply(): Promise<string> {
    return await this.succeed("apply", "-auto-approve", "-no-color", "-input=false");
  }

  async plan(...args: string[]): Promise<TerraformResult> {
    return await this.run("plan", "-detailed-exitcode", "-no-color", "-input=false", ...args);
  }
}
