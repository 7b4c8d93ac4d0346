import type { ObjectKind } from "./kind.ts";
import { EKS_KINDS } from "./objects-aws-eks.ts";
import { NETWORK_KINDS } from "./objects-aws-network.ts";
import { SCHEMA_KINDS } from "./objects-aws-schemas.ts";
import { SERVICE_KINDS } from "./objects-aws-services.ts";
import { STORAGE_KINDS } from "./objects-aws-storage.ts";

/** AWS's objects by Terraform type. A type that is not here is named by its name: see {@link awsKind}. */
export const AWS_KINDS: Readonly<Record<string, ObjectKind>> = {
  ...NETWORK_KINDS,
  ...STORAGE_KINDS,
  ...SERVICE_KINDS,
  ...EKS_KINDS,
  ...SCHEMA_KINDS,
};

export function awsKind(type: string): ObjectKind {
  return AWS_KINDS[type] ?? ordinaryKind(type);
}

/** `aws_lambda_function` → `arn:aws:lambda:…:function/NAME`; its name, where it has one, is its id and unique. */
function ordinaryKind(type: string): ObjectKind {
  const [, service = "generic", ...words] = type.split("_");
  const name = (fallback: string) => `{name|${fallback}}`;
  return {
    id: (draft) => draft.render(name("")) || draft.renderAs("id", "{hex17}"),
    fills: {
      arn: (draft) =>
        draft.render(`arn:{partition}:${service}:{region}:{account}:${words.join("-")}/`) + draft.render("{id}"),
    },
  };
}
