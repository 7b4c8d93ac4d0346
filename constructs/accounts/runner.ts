import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { CodebuildProject } from "@cdktf/provider-aws/lib/codebuild-project/index.js";
import { CodebuildWebhook } from "@cdktf/provider-aws/lib/codebuild-webhook/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { SecurityGroup } from "../support/security-group.ts";
import type { RunnerConfig } from "./config.ts";
import { RunnerRole } from "./runner-role.ts";

export interface RunnerProps {
  readonly context: PlatformContext;
  readonly config: RunnerConfig;
  /** The GitHub repository, as owner/name. */
  readonly repository: string;
  readonly network: { readonly vpcId: string; readonly subnetIds: { readonly private: string[] } };
  /** The customer managed key of log groups. */
  readonly logKeyArn: string;
}

/** A deploy that makes a Kafka cluster and worker nodes; the deploy role's sessions last no longer. */
const longestJobMinutes = 4 * 60;

/**
 * Machines for GitHub Actions jobs of the repository, one a job, in the private subnets: a job that says
 * `runs-on: codebuild-<project>-${{ github.run_id }}-${{ github.run_attempt }}` reaches the cluster's private API, and is seen
 * from outside under the network's fixed addresses. Nothing can call in. The machine itself may do next to nothing: the job
 * signs in to the plan or the deploy role like any other. For a private repository: whoever can start its workflows runs code
 * in the network. Source: AWS CodeBuild user guide, "Self-hosted GitHub Actions runners in AWS CodeBuild".
 */
export class Runner extends Construct {
  /** The jobs' security group, to be let in where they call. */
  readonly groupId: string;

  constructor(scope: Construct, id: string, props: RunnerProps) {
    super(scope, id);
    this.groupId = createGroup(this, props);
    const logs = createLogs(this, props);
    const role = new RunnerRole(this, "identity", {
      ...props,
      connectionArn: props.config.connectionArn,
      subnetIds: props.network.subnetIds.private,
      groupId: this.groupId,
      logGroupArn: logs.arn,
    });
    const project = createProject(this, props, { groupId: this.groupId, logGroup: logs.name, role });
    new CodebuildWebhook(this, "jobs", {
      projectName: project.name,
      filterGroup: [{ filter: [{ type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" }] }],
    });
  }
}

function createGroup(scope: Construct, { context, network }: RunnerProps): string {
  const group = new SecurityGroup(scope, "security-group", {
    context,
    vpcId: network.vpcId,
    name: "runner",
    description: "GitHub Actions jobs",
  });
  // GitHub, AWS, Snowflake and registries have no ranges that stay; all of them speak TLS.
  new VpcSecurityGroupEgressRule(scope, "outward", {
    securityGroupId: group.groupId,
    cidrIpv4: "0.0.0.0/0",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    description: "GitHub, AWS, Snowflake and package registries",
  });
  return group.groupId;
}

function createLogs(scope: Construct, { context, config, logKeyArn }: RunnerProps): CloudwatchLogGroup {
  return new CloudwatchLogGroup(scope, "records", {
    name: physicalName("logGroup", context, "ci", "runner"),
    retentionInDays: config.logDays,
    kmsKeyId: logKeyArn,
  });
}

interface Parts {
  readonly groupId: string;
  readonly logGroup: string;
  readonly role: RunnerRole;
}

function createProject(scope: Construct, props: RunnerProps, { groupId, logGroup, role }: Parts): CodebuildProject {
  const { context, config, repository, network } = props;
  return new CodebuildProject(scope, "project", {
    name: physicalName("buildProject", context, "runner"),
    description: `GitHub Actions jobs of ${repository}`,
    serviceRole: role.arn,
    buildTimeout: longestJobMinutes,
    // A runner's own steps stand in for a build specification, and jobs keep what they make at GitHub.
    source: {
      type: "GITHUB",
      location: `https://github.com/${repository}.git`,
      gitCloneDepth: 1,
      auth: { type: "CODECONNECTIONS", resource: config.connectionArn },
    },
    artifacts: { type: "NO_ARTIFACTS" },
    environment: {
      type: "LINUX_CONTAINER",
      computeType: "BUILD_GENERAL1_MEDIUM",
      image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
      imagePullCredentialsType: "CODEBUILD",
      privilegedMode: false,
    },
    logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: logGroup } },
    vpcConfig: { vpcId: network.vpcId, subnets: network.subnetIds.private, securityGroupIds: [groupId] },
    // CodeBuild tries connection and network in the role's name before it agrees.
    dependsOn: [role.rights],
  });
}
