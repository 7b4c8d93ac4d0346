/** go-plugin's magic cookie for Terraform providers: it keeps people from starting a plugin by hand. */
const cookie = {
  name: "TF_PLUGIN_MAGIC_COOKIE",
  value: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
} as const;

/** Version of go-plugin's own protocol, the first field of the line. */
const coreProtocol = 1;
/** Version of Terraform's provider protocol spoken here. */
export const providerProtocol = 6;

/** Why this process must not serve, or undefined when Terraform has started it and speaks our protocol. */
export function handshakeProblem(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  if (environment[cookie.name] !== cookie.value) {
    return `This is the simulated ${name} provider. Terraform starts it; it does nothing by itself. Run \`npx plinth rehearse <environment>\` or \`npx cdktf deploy local\`.`;
  }
  const offered = environment.PLUGIN_PROTOCOL_VERSIONS ?? "";
  if (offered !== "" && !offered.split(",").includes(String(providerProtocol))) {
    return `The simulated ${name} provider speaks plugin protocol ${providerProtocol}; this Terraform offers ${offered}. Install Terraform 1.11 or newer.`;
  }
  return undefined;
}

/** The one line that tells Terraform where the server listens and which certificate it shows. */
export function handshakeLine(port: number, certificate: Buffer | undefined): string {
  const shown = certificate?.toString("base64").replace(/=+$/, "") ?? "";
  return `${[coreProtocol, providerProtocol, "tcp", `127.0.0.1:${port}`, "grpc", shown].join("|")}\n`;
}
