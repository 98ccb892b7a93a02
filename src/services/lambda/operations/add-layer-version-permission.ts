import { statementExists, validationFailed } from "../errors.ts";
import { changeLayerPolicy } from "../layers/change-layer-policy.ts";
import { parseLayerVersion } from "../layers/find-layer.ts";
import { layerVersionArn } from "../layers/layer.ts";
import type { LambdaOperation } from "../operation.ts";

/** Lets an account, an organization's accounts or everybody use a layer's version. */
export const addLayerVersionPermission: LambdaOperation<"AddLayerVersionPermission"> = async (input, context) => {
  const reference = parseLayerVersion(input.LayerName, input.VersionNumber, context);
  if (input.Action !== "lambda:GetLayerVersion") {
    const constraint = "Member must satisfy regular expression pattern: lambda:GetLayerVersion";
    throw validationFailed(input.Action, "action", constraint);
  }
  const statement = {
    Sid: input.StatementId,
    Effect: "Allow",
    Principal: principalOf(input.Principal),
    Action: input.Action,
    Resource: layerVersionArn(reference),
    ...(input.OrganizationId && { Condition: { StringEquals: { "aws:PrincipalOrgID": input.OrganizationId } } }),
  };
  const { revisionId } = await changeLayerPolicy(context, reference, input.RevisionId, (policy) => {
    const former = policy?.statements ?? [];
    if (former.some(({ Sid }) => Sid === input.StatementId)) throw statementExists(input.StatementId);
    return { statements: [...former, statement] };
  });
  return { Statement: JSON.stringify(statement), RevisionId: revisionId };
};

function principalOf(text: string): "*" | { AWS: string } {
  if (text === "*") return "*";
  return { AWS: /^\d{12}$/.test(text) ? `arn:aws:iam::${text}:root` : text };
}
