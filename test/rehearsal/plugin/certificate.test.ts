import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Server } from "node:tls";
import { expect, test } from "@jest/globals";
import { createIdentity, type Identity } from "../../../rehearsal/plugin/certificate.ts";

/** What the client hears from a server that demands the certificate of `trusted`, when it shows that of `shown`. */
async function greet(trusted: Identity, shown: Identity): Promise<string> {
  const own = createIdentity();
  const demands = { ca: trusted.certificate, requestCert: true, rejectUnauthorized: true };
  const server = createServer({ key: own.key, cert: own.certificate, ...demands }, (socket) => socket.end("welcome"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const identity = { key: shown.key, cert: shown.certificate };
  const client = connect({ port: portOf(server), servername: "localhost", ca: own.certificate, ...identity });
  try {
    return await new Promise((resolve) => {
      client.once("data", (answer) => resolve(String(answer)));
      client.once("error", () => resolve("turned away"));
      client.once("close", () => resolve("turned away"));
    });
  } finally {
    client.destroy();
    server.close();
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen on a port");
  return address.port;
}

test("a client that shows another certificate than the agreed one is turned away", async () => {
  expect(await greet(createIdentity(), createIdentity())).toBe("turned away");
});

test("two sides that know one another's certificate may talk", async () => {
  const client = createIdentity();
  expect(await greet(client, client)).toBe("welcome");
});

test("the certificate is its own authority, for localhost, for both sides of a connection", () => {
  const { certificate, der } = createIdentity();
  const parsed = new X509Certificate(certificate);
  expect(parsed.ca).toBe(true);
  expect(parsed.subjectAltName).toBe("DNS:localhost");
  expect(parsed.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
  expect(parsed.verify(parsed.publicKey)).toBe(true);
  expect(parsed.raw.equals(der)).toBe(true);
});

test("each start has a key of its own", () => {
  expect(createIdentity().key).not.toBe(createIdentity().key);
});
