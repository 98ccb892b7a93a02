import { invalidParameter, invalidPrincipal } from "../errors.ts";

export interface PermissionInput {
  readonly StatementId: string;
  readonly Action: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly EventSourceToken?: string;
  readonly PrincipalOrgID?: string;
  readonly FunctionUrlAuthType?: string;
  readonly InvokedViaFunctionUrl?: boolean;
}

/** A statement of a function's policy as AWS writes it from AddPermission's parameters. Source: "Granting Lambda function access to AWS services". */
export function permissionStatement(input: PermissionInput, resource: string): Record<string, unknown> {
  if (input.FunctionUrlAuthType && input.Action !== "lambda:InvokeFunctionUrl") {
    throw invalidParameter("FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action");
  }
  const condition = conditionOf(input);
  return {
    Sid: input.StatementId,
    Effect: "Allow",
    Principal: principalOf(input.Principal),
    Action: input.Action,
    Resource: resource,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

/** A function's whole policy, JSON. */
export function policyDocument(statements: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements });
}

function principalOf(text: string): "*" | Record<string, string> {
  if (text === "*") return "*";
  if (/^\d{12}$/.test(text)) return { AWS: `arn:aws:iam::${text}:root` };
  if (/^arn:aws[a-z-]*:(?:iam|sts)::\d{12}:/.test(text)) return { AWS: text };
  if (
    /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$|^[a-z0-9.-]+\.alexa\.com$|^apidev\.amazonalexa\.com$|^alexa-appkit\.amazon\.com$/.test(
      text,
    )
  ) {
    return { Service: text };
  }
  throw invalidPrincipal();
}

function conditionOf(input: PermissionInput): Record<string, Record<string, string>> {
  const equals: Record<string, string> = {};
  if (input.SourceAccount) equals["AWS:SourceAccount"] = input.SourceAccount;
  if (input.PrincipalOrgID) equals["aws:PrincipalOrgID"] = input.PrincipalOrgID;
  if (input.EventSourceToken) equals["lambda:EventSourceToken"] = input.EventSourceToken;
  if (input.FunctionUrlAuthType) equals["lambda:FunctionUrlAuthType"] = input.FunctionUrlAuthType;
  return {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(input.InvokedViaFunctionUrl !== undefined && {
      Bool: { "lambda:InvokedViaFunctionUrl": String(input.InvokedViaFunctionUrl) },
    }),
    ...(input.SourceArn && { ArnLike: { "AWS:SourceArn": input.SourceArn } }),
  };
}
