import { partitionOf } from "../../platform/arn.ts";
import type { AccessRules, OperationContext } from "../service.ts";
import type { Ssm } from "./model.ts";

/** Source: "Actions, resources, and condition keys for AWS Systems Manager". */
export const accessRules: AccessRules<Ssm> = {
  prefix: "ssm",
  also: {
    GetParameters: {
      // Each of them, not the first alone.
      Names: (names, _input, at) =>
        (names as readonly string[])
          .slice(1)
          .map((name) => ({ action: "ssm:GetParameters", resource: parameterArn(at, name) })),
    },
  },
  resource: (_operation, input, at) => {
    const [first] = Array.isArray(input.Names) ? (input.Names as string[]) : [];
    const name = input.Name ?? input.Path ?? first;
    return typeof name === "string" ? parameterArn(at, name) : "*";
  },
};

/** AWS's own parameters belong to no account. */
function parameterArn({ region }: OperationContext, name: string): string {
  return `arn:${partitionOf(region)}:ssm:${region}::parameter${name.startsWith("/") ? "" : "/"}${name}`;
}
