import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy/index.js";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target/index.js";
import { Construct } from "constructs";

export interface StorageScalingProps {
  readonly clusterArn: string;
  /** GiB per broker. Storage never shrinks, so this is also the most that it can ever cost. */
  readonly maxGib: number;
}

/** Percent of the disks in use at which they grow. The Amazon MSK developer guide ("Automatic scaling for clusters") allows 10 to 80 and recommends 50 to 60. */
const utilization = 60;

/** Lets the brokers' disks grow by themselves up to the declared maximum. */
export class StorageScaling extends Construct {
  constructor(scope: Construct, id: string, { clusterArn, maxGib }: StorageScalingProps) {
    super(scope, id);
    const target = new AppautoscalingTarget(this, "target", {
      serviceNamespace: "kafka",
      scalableDimension: "kafka:broker-storage:VolumeSize",
      resourceId: clusterArn,
      // Storage never shrinks, so the least means nothing; the service wants 1.
      minCapacity: 1,
      maxCapacity: maxGib,
    });
    new AppautoscalingPolicy(this, "policy", {
      name: "storage-utilization",
      policyType: "TargetTrackingScaling",
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "KafkaBrokerStorageUtilization" },
        targetValue: utilization,
        disableScaleIn: true,
      },
    });
  }
}
