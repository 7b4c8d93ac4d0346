import type { Identity } from "./certificate.ts";
import { handshakeLine } from "./handshake.ts";
import { exitWithParent, serve } from "./server.ts";
import { type Foundations, simulatedProvider } from "./service.ts";

/** Serves a simulated provider to the Terraform that started this process, until it says Shutdown or is gone. */
export async function launch(foundations: Foundations): Promise<void> {
  // Ctrl-C reaches the whole process group; Terraform decides when its providers end.
  process.on("SIGINT", () => {});
  exitWithParent();
  const client = process.env.PLUGIN_CLIENT_CERT;
  const tls = client ? { identity: await newIdentity(), client } : undefined;
  const service = simulatedProvider(foundations);
  const port = await serve(() => service, tls);
  process.stdout.write(handshakeLine(port, tls?.identity.der));
}

/** Terraform asks for no certificate under TF_DISABLE_PLUGIN_TLS; then nothing is loaded to make one. */
async function newIdentity(): Promise<Identity> {
  return (await import("./certificate.ts")).createIdentity();
}
