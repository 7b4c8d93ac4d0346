import { providerProtocol } from "./handshake.ts";
import { exitWithParent, serve } from "./server.ts";
import { type Foundations, simulatedProvider } from "./service.ts";

/** What Terraform reads in TF_REATTACH_PROVIDERS of a provider that it did not start. */
interface Attachment {
  readonly Protocol: "grpc";
  readonly ProtocolVersion: number;
  readonly Pid: number;
  /** Terraform leaves the process alone when it is done. */
  readonly Test: true;
  readonly Addr: { readonly Network: "tcp"; readonly String: string };
}

/**
 * Serves simulated providers to any number of Terraform's calls, until this process's parent is gone. Each configuration
 * of a provider has a connection of its own, by which they are kept apart.
 * Answers what Terraform must know to find them, by the provider's address.
 */
export async function stand(providers: ReadonlyMap<string, Foundations>): Promise<Record<string, Attachment>> {
  // Ctrl-C reaches the whole process group; whoever started this process decides when it ends.
  process.on("SIGINT", () => {});
  exitWithParent();
  const attachments = [...providers].map(async ([address, foundations]) => {
    const services = new Map<string, ReturnType<typeof simulatedProvider>>();
    const serviceOf = (connection: string) => {
      const service = services.get(connection) ?? simulatedProvider(foundations);
      services.set(connection, service);
      return service;
    };
    const port = await serve(serviceOf, undefined);
    return [address, attachmentAt(port)] as const;
  });
  return Object.fromEntries(await Promise.all(attachments));
}

function attachmentAt(port: number): Attachment {
  const Addr = { Network: "tcp", String: `127.0.0.1:${port}` } as const;
  return { Protocol: "grpc", ProtocolVersion: providerProtocol, Pid: process.pid, Test: true, Addr };
}
