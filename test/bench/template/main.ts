import { loadEnvironment } from "./platform/environments/catalog";
import { newApp } from "./platform/stacks/engine";
import { platform } from "./platform/stacks/platform";
import { bucketState } from "./platform/stacks/state";

/** What stacks/app.ts does, in CommonJS, which has no await at the top. */
async function main(): Promise<void> {
  const app = newApp();
  const environment = await loadEnvironment("prod");
  platform(app, { environment, state: bucketState(environment) });
  app.synth();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
