import type { AccessRules, Place, ServiceHost } from "../service.ts";
import { functionArn } from "./functions/function.ts";
import { parseFunctionName } from "./functions/function-name.ts";
import { functionPartition, getPolicy } from "./functions/function-store.ts";
import type { Lambda } from "./model.ts";
import { policyDocument } from "./policy/permission-statement.ts";

/** Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Lambda". */
export const accessRules: AccessRules<Lambda> = {
  prefix: "lambda",
  actions: { Invoke: "lambda:InvokeFunction", InvokeWithResponseStream: "lambda:InvokeFunction" },
  resource: (_operation, input, at) => {
    const name = input.FunctionName ?? input.Resource;
    return typeof name === "string" ? arnOf(name, at, input.Qualifier) : "*";
  },
  resourcePolicy: async (_operation, input, at, host) =>
    typeof input.FunctionName === "string" ? readPolicy(input.FunctionName, at, host) : undefined,
};

function arnOf(name: string, at: Place, qualifier: unknown): string {
  const reference = parseFunctionName(name, at);
  const suffix = typeof qualifier === "string" ? qualifier : reference.qualifier;
  return suffix ? `${functionArn(reference)}:${suffix}` : functionArn(reference);
}

async function readPolicy(name: string, at: Place, host: ServiceHost): Promise<string | undefined> {
  const reference = parseFunctionName(name, at);
  const policy = await functionPartition(host.storage, reference).read((tx) => getPolicy(tx, reference.name));
  return policy && policyDocument(policy.statements);
}
