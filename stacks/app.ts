import { ConfigurationError } from "../constructs/support/errors.ts";
import { loadEnvironment } from "../environments/catalog.ts";
import { homeFolders, simulatedHome } from "../environments/home.ts";
import { newApp } from "./engine.ts";
import { platform } from "./platform.ts";
import { bucketState, folderState } from "./state.ts";

// Only the environments asked for: a mistake in dev.ts must not stop prod.
const names = (process.env.PLINTH_ENVIRONMENTS ?? "").split(",").filter(Boolean);

try {
  const app = newApp();
  for (const name of names) {
    const environment = await loadEnvironment(name);
    const simulated = environment.cloud === "simulated";
    const state = simulated ? folderState(homeFolders(simulatedHome(name)).state) : bucketState(environment);
    platform(app, { environment, state });
  }
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.problems.join("\n"));
  process.exitCode = 1;
}
