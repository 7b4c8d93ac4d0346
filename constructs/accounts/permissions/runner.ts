import { allow, type Statement } from "../../support/policy.ts";
import type { RunnerConfig } from "../config.ts";
import { of, type Reach } from "../reach.ts";
import { connectionActions, connectionUse, networkReads } from "../runner-role.ts";

/** Added to the environment's boundary: what CodeBuild's role does that no other role does. */
export function runnerUse({ regional, here }: Reach, { connectionArn }: RunnerConfig): Statement[] {
  const toCodeBuild = { StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" } };
  return [
    allow(networkReads, ["*"], { conditions: here }),
    allow(["ec2:CreateNetworkInterfacePermission"], [regional("ec2", "network-interface/*")], {
      conditions: toCodeBuild,
    }),
    allow(connectionActions(connectionArn, connectionUse), [connectionArn]),
  ];
}

export function runnerReading(reach: Reach): Statement[] {
  return [allow(["codebuild:BatchGetProjects"], [projects(reach)], { sid: "ReadRunner" })];
}

/** Projects with their webhooks and role. The connection is handed over as it is: a person made it. */
export function runnerChanges(reach: Reach, { connectionArn }: RunnerConfig): Statement[] {
  const project = of("codebuild", [
    "CreateProject",
    "CreateWebhook",
    "DeleteProject",
    "DeleteWebhook",
    "UpdateProject",
    "UpdateWebhook",
  ]);
  const [, , connections = ""] = connectionArn.split(":");
  const passedTo = (key: string) => ({ StringEquals: { [key]: "codebuild.amazonaws.com" } });
  return [
    allow(project, [projects(reach)], { sid: "Runner" }),
    allow(connectionActions(connectionArn, ["GetConnection"]), [connectionArn], { sid: "SeeConnection" }),
    allow(connectionActions(connectionArn, ["PassConnection"]), [connectionArn], {
      sid: "PassConnection",
      conditions: passedTo(`${connections}:PassedToService`),
    }),
    allow(["iam:PassRole"], [reach.global("iam", `role/${reach.prefix}-runner`)], {
      sid: "PassRunnerRole",
      conditions: passedTo("iam:PassedToService"),
    }),
  ];
}

function projects({ regional, prefix }: Reach): string {
  return regional("codebuild", `project/${prefix}-*`);
}
