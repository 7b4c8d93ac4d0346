import { artifactFolder } from "../../support/artifacts.ts";
import { allow, type Statement } from "../../support/policy.ts";
import { regionalChanges } from "../../support/unscoped-actions.ts";
import { of, type Reach } from "../reach.ts";

/** What carries data between the services: delivery streams, connectors, and the archives that these run. */
export function linkChanges(reach: Reach): Statement[] {
  return [...streams(reach), ...connectors(reach), ...archives(reach)];
}

function streams({ regional, prefix, path }: Reach): Statement[] {
  const firehose = [
    "CreateDeliveryStream",
    "DeleteDeliveryStream",
    "TagDeliveryStream",
    "UntagDeliveryStream",
    "UpdateDestination",
  ];
  return [
    allow(of("firehose", firehose), [regional("firehose", `deliverystream/${prefix}-*`)]),
    allow(of("kafka", ["DeleteClusterPolicy"]), [regional("kafka", `cluster/${prefix}/*`)]),
    allow(of("logs", ["CreateLogStream", "DeleteLogStream"]), [
      regional("logs", `log-group:${path}/*:log-stream:*`),
      regional("logs", `log-group:${path}/*`),
    ]),
  ];
}

/** The parts of a connector's creation that are done in the caller's name are its dependent actions in the service authorization reference. */
function connectors({ regional, prefix, here, own }: Reach): Statement[] {
  const ours = ["connector", "custom-plugin", "worker-configuration"].map((kind) =>
    regional("kafkaconnect", `${kind}/${prefix}-*/*`),
  );
  const changes = [
    "DeleteConnector",
    "DeleteCustomPlugin",
    "DeleteWorkerConfiguration",
    "TagResource",
    "UntagResource",
    "UpdateConnector",
  ];
  const interfaces = (...types: string[]) => types.map((type) => regional("ec2", `${type}/*`));
  return [
    allow(of("kafkaconnect", changes), ours),
    allow(regionalChanges, ["*"], { sid: "CreateInRegion", conditions: here }),
    allow(["ec2:CreateNetworkInterface"], interfaces("subnet", "security-group"), { conditions: own }),
    allow(["ec2:CreateNetworkInterface"], interfaces("network-interface"), { sid: "WorkersInSubnets" }),
  ];
}

/** Archives are put once, and read when a plugin is made: MSK Connect copies them in the caller's name. */
function archives({ regional, prefix, own, sameAccount, context }: Reach): Statement[] {
  const bucket = `arn:aws:s3:::${prefix}-artifacts`;
  return [
    allow(["s3:GetObject", "s3:PutObject"], [`${bucket}/${artifactFolder}/*`], { conditions: sameAccount }),
    allow(["kms:Decrypt", "kms:GenerateDataKey"], [regional("kms", "key/*")], {
      sid: "ArchivesUnderTheirKey",
      conditions: {
        StringEquals: {
          ...own.StringEquals,
          "kms:ViaService": `s3.${context.region}.amazonaws.com`,
          // A bucket key is for the whole bucket (Amazon S3 user guide, "Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys").
          "kms:EncryptionContext:aws:s3:arn": bucket,
        },
      },
    }),
  ];
}
