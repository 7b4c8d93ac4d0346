import type { handleUnaryCall, ServerDuplexStream, ServerWritableStream, sendUnaryData } from "@grpc/grpc-js";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { Identity } from "./certificate.ts";
import { unexpected } from "./diagnostics.ts";
import type { ProviderService } from "./messages.ts";
import { loadServices } from "./protocol.ts";

/** Time for the answer to Shutdown to leave before the process ends, in milliseconds. */
const farewell = 20;

/** How often a provider looks whether the Terraform that started it still lives, in milliseconds. */
const orphanCheck = 2000;

type Answer = (request: object) => unknown;
/** The provider behind a connection, by the connection's other end. */
type ServiceOf = (connection: string) => ProviderService;
type Handlers = Parameters<Server["addService"]>[1];

const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** Serves the provider on a free port of this machine and returns the port. */
export async function serve(serviceOf: ServiceOf, tls: { identity: Identity; client: string } | undefined) {
  const server = new Server(unlimited);
  const services = loadServices();
  const add = (name: string, handlers: Handlers) => {
    const definition = services.get(name);
    if (definition === undefined) throw new Error(`the protocol files define no service ${name}`);
    server.addService(definition, handlers);
  };
  add("tfplugin6.Provider", unaryHandlers(serviceOf));
  add("plugin.GRPCController", { Shutdown: answerAndExit });
  add("plugin.GRPCBroker", { StartStream: (stream: ServerDuplexStream<object, object>) => openUntilCancelled(stream) });
  add("plugin.GRPCStdio", {
    StreamStdio: (stream: ServerWritableStream<object, object>) => openUntilCancelled(stream),
  });
  const credentials = tls === undefined ? ServerCredentials.createInsecure() : mutualTls(tls.identity, tls.client);
  return await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", credentials, (problem, port) => (problem ? reject(problem) : resolve(port)));
  });
}

function mutualTls(identity: Identity, client: string): ServerCredentials {
  const pair = { private_key: Buffer.from(identity.key), cert_chain: Buffer.from(identity.certificate) };
  return ServerCredentials.createSsl(Buffer.from(client), [pair], true);
}

function unaryHandlers(serviceOf: ServiceOf): Handlers {
  const names = Object.keys(serviceOf("")) as (keyof ProviderService)[];
  return Object.fromEntries(names.map((name) => [name, unaryHandler(name, serviceOf)]));
}

/** An answer that could not be given is a diagnostic too: Terraform prints a failed call as a crash of the plugin. */
function unaryHandler(name: keyof ProviderService, serviceOf: ServiceOf): handleUnaryCall<object, unknown> {
  return (call, callback) => {
    // The message definitions decode each method's own request, which its function expects.
    const answer = serviceOf(call.getPeer())[name] as Answer;
    Promise.resolve(call.request)
      .then(answer)
      .catch((problem: unknown) => ({ diagnostics: [unexpected(name, problem)] }))
      .then((response) => callback(null, response));
  };
}

function answerAndExit(_call: unknown, callback: sendUnaryData<object>): void {
  callback(null, {});
  setTimeout(() => process.exit(0), farewell);
}

/** Terraform opens the broker and the standard-output stream and expects them to stay open; a simulated provider says nothing there. */
function openUntilCancelled(stream: {
  on(event: "cancelled" | "end", listener: () => void): unknown;
  end(): unknown;
}): void {
  stream.on("cancelled", () => stream.end());
  stream.on("end", () => stream.end());
}

/** Ends this process when its parent is gone: a Terraform that was killed sends no Shutdown. */
export function exitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(1), orphanCheck).unref();
}
