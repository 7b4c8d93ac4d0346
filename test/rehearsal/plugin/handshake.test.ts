import { expect, test } from "@jest/globals";
import { handshakeLine, handshakeProblem } from "../../../rehearsal/plugin/handshake.ts";

const cookie = { TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2" };

test("a provider started by hand says what starts it", () => {
  expect(handshakeProblem("aws", {})).toMatchInlineSnapshot(
    `"This is the simulated aws provider. Terraform starts it; it does nothing by itself. Run \`npx plinth rehearse <environment>\` or \`npx cdktf deploy local\`."`,
  );
});

test("a Terraform without protocol 6 is refused with the version to install", () => {
  expect(handshakeProblem("aws", { ...cookie, PLUGIN_PROTOCOL_VERSIONS: "4,5" })).toMatchInlineSnapshot(
    `"The simulated aws provider speaks plugin protocol 6; this Terraform offers 4,5. Install Terraform 1.11 or newer."`,
  );
});

test("a Terraform that offers protocol 6 among others is served", () => {
  expect(handshakeProblem("aws", { ...cookie, PLUGIN_PROTOCOL_VERSIONS: "5,6" })).toBeUndefined();
});

test("the line names the port and the certificate without padding", () => {
  expect(handshakeLine(4711, Buffer.from("a"))).toBe("1|6|tcp|127.0.0.1:4711|grpc|YQ\n");
});

test("the line ends in an empty field where no certificate was asked for", () => {
  expect(handshakeLine(4711, undefined)).toBe("1|6|tcp|127.0.0.1:4711|grpc|\n");
});
