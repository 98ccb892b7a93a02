import { AwsError } from "../../platform/aws-error.ts";
import { ownValue } from "../../platform/own-value.ts";
import { passesRoleTo } from "../pass-role.ts";
import { rootPrincipal } from "../principal.ts";
import { resourceTagConditions } from "../resource-tags.ts";
import type { AccessRules, FurtherPermission, OperationContext, Place, ServiceHost } from "../service.ts";
import { mappingArn, mappingsKey } from "./event-sources/event-source-mapping.ts";
import { functionArnOf, mappingStore } from "./event-sources/mapping-store.ts";
import { functionArn, latestVersion, qualifiedArn } from "./functions/function.ts";
import { parseFunctionName } from "./functions/function-name.ts";
import { layerArn, layerVersionArn } from "./layers/layer.ts";
import { parseLayerName } from "./layers/layer-name.ts";
import { layerPartition, layerStore } from "./layers/layer-store.ts";
import type { Lambda } from "./model.ts";
import type { LambdaContext } from "./operation.ts";
import { policyDocument } from "./policy/permission-statement.ts";

/** Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Lambda". */
export const accessRules: AccessRules<Lambda> = {
  prefix: "lambda",
  actions: {
    Invoke: "lambda:InvokeFunction",
    InvokeWithResponseStream: "lambda:InvokeFunction",
    GetLayerVersionByArn: "lambda:GetLayerVersion",
  },
  also: {
    CreateFunction: {
      Role: passesRoleTo("lambda.amazonaws.com"),
      Tags: "lambda:TagResource",
      Layers: readsLayers,
    },
    UpdateFunctionConfiguration: { Role: passesRoleTo("lambda.amazonaws.com"), Layers: readsLayers },
    CreateCodeSigningConfig: { Tags: "lambda:TagResource" },
    CreateEventSourceMapping: { Tags: "lambda:TagResource" },
  },
  resource: (operation, input, at) => {
    if (isOfMappings(operation)) return typeof input.UUID === "string" ? mappingArn({ ...at, uuid: input.UUID }) : "*";
    const layer = layerOf(input, at);
    if (layer)
      return layer.version === undefined ? layerArn(layer) : layerVersionArn({ ...layer, version: layer.version });
    const name = input.FunctionName ?? input.Resource;
    if (typeof input.Resource === "string" && /:event-source-mapping:/.test(input.Resource)) return input.Resource;
    if (typeof name === "string") return arnOf(name, at, input.Qualifier);
    return typeof input.CodeSigningConfigArn === "string" ? input.CodeSigningConfigArn : "*";
  },
  conditions: conditionsOf,
  resourcePolicy: async (operation, input, at, host) => {
    if (isOfMappings(operation)) return undefined;
    if (layerOf(input, at)) return readLayerPolicy(input, at, host);
    return typeof input.FunctionName === "string"
      ? readPolicy(input.FunctionName, at as LambdaContext, input.Qualifier)
      : undefined;
  },
};

/** A mapping is a resource of its own, whatever function it is for. */
function isOfMappings(operation: string): boolean {
  return /EventSourceMappings?$/.test(operation);
}

/** The layers of the function's own account; what another account shares is judged by the layer's policy, in both modes. */
function readsLayers(arns: unknown, _input: unknown, { account }: Place): readonly FurtherPermission[] {
  return (arns as readonly string[])
    .filter((arn) => arn.split(":")[4] === account)
    .map((arn) => ({ action: "lambda:GetLayerVersion", resource: arn }));
}

/** Condition key → the input's member. Source: "Condition keys for AWS Lambda". */
const conditionMembers: Readonly<Record<string, string>> = {
  "lambda:functionurlauthtype": "FunctionUrlAuthType",
  "lambda:codesigningconfigarn": "CodeSigningConfigArn",
  "lambda:principal": "Principal",
  "lambda:eventsourcetoken": "EventSourceToken",
  "lambda:layer": "Layers",
};

async function conditionsOf(
  operation: string,
  input: Readonly<Record<string, unknown>>,
  host: ServiceHost,
  at: OperationContext,
): Promise<Record<string, readonly string[]>> {
  const tags = isOfMappings(operation) ? {} : await tagConditions(input, at as LambdaContext);
  // A statement for function URLs only does not let anybody call the function by the API.
  if (operation.startsWith("Invoke")) return { "lambda:invokedviafunctionurl": ["false"], ...tags };
  const conditions: Record<string, readonly string[]> = { ...tags };
  for (const [key, member] of Object.entries(conditionMembers)) {
    const value = input[member];
    if (value !== undefined) conditions[key] = [value].flat().map(String);
  }
  if (isOfMappings(operation)) Object.assign(conditions, await mappingConditions(input, host, at));
  if (input.VpcConfig) Object.assign(conditions, await vpcConditions(input.VpcConfig, host, at));
  if (/FunctionUrlConfig$/.test(operation) && typeof input.AuthType === "string") {
    conditions["lambda:functionurlauthtype"] = [input.AuthType];
  }
  return conditions;
}

/** A function's subnets and security groups. Source: "Using IAM condition keys for VPC settings". */
async function vpcConditions(
  vpc: unknown,
  host: ServiceHost,
  { account, region }: Place,
): Promise<Record<string, readonly string[]>> {
  const { SubnetIds = [], SecurityGroupIds = [] } = vpc as Readonly<Record<string, string[] | undefined>>;
  return {
    ...(SubnetIds.length > 0 && {
      "lambda:subnetids": SubnetIds,
      "lambda:vpcids": await vpcsOf(SubnetIds, host, { account, region }),
    }),
    ...(SecurityGroupIds.length > 0 && { "lambda:securitygroupids": SecurityGroupIds }),
  };
}

/** None of subnets that are not there: the operation says so. */
async function vpcsOf(SubnetIds: string[], host: ServiceHost, at: Place): Promise<string[]> {
  try {
    const as = { ...at, principal: rootPrincipal(at.account) };
    const { Subnets = [] } = await host.call("ec2", "DescribeSubnets", { SubnetIds }, as);
    return [...new Set(Subnets.map(({ VpcId = "" }) => VpcId))];
  } catch (error) {
    if (error instanceof AwsError) return [];
    throw error;
  }
}

/**
 * The function that a mapping is for and the one that it gets, by which a policy tells mappings apart, and the mapping's tags. Whoever is denied a function's
 * mappings must not take one of them over by giving it to another function.
 */
async function mappingConditions(
  input: Readonly<Record<string, unknown>>,
  { storage }: ServiceHost,
  at: Place,
): Promise<Record<string, readonly string[]>> {
  const { UUID, FunctionName } = input;
  const mapping =
    typeof UUID === "string"
      ? await storage.partition(mappingsKey(at)).read((tx) => mappingStore.find(tx, UUID))
      : undefined;
  const functions = mapping ? [functionArnOf(mapping)] : [];
  if (typeof FunctionName === "string") functions.push(arnOf(FunctionName, at, undefined));
  return {
    ...(functions.length > 0 && { "lambda:functionarn": functions }),
    ...(mapping && resourceTagConditions(mapping.tags)),
  };
}

/** The tags of the function that is meant, by which a policy tells functions apart. Invocations ask, too: they are in memory. */
async function tagConditions(
  input: Readonly<Record<string, unknown>>,
  at: LambdaContext,
): Promise<Record<string, readonly string[]>> {
  const name = input.FunctionName ?? input.Resource;
  if (typeof name !== "string" || layerOf(input, at) || /:event-source-mapping:/.test(name)) return {};
  const known = await at.state.functions.find(parseFunctionName(name, at));
  return known ? resourceTagConditions(known.family.tags) : {};
}

function arnOf(name: string, at: Place, qualifier: unknown): string {
  const reference = parseFunctionName(name, at);
  const suffix = typeof qualifier === "string" ? qualifier : reference.qualifier;
  return suffix ? qualifiedArn(reference, suffix) : functionArn(reference);
}

/** The policy of the function, version or alias that is meant: each has its own. Invocations ask for it, too, so it is not read from storage each time. */
async function readPolicy(name: string, at: LambdaContext, separate: unknown): Promise<string | undefined> {
  const reference = parseFunctionName(name, at);
  const qualifier = typeof separate === "string" ? separate : reference.qualifier;
  const known = await at.state.functions.find(reference);
  const policy = ownValue(known?.family.policies, qualifier ?? latestVersion);
  return policy && policyDocument(policy.statements);
}

function layerOf(input: Readonly<Record<string, unknown>>, at: Place) {
  const text = input.LayerName ?? input.Arn;
  if (typeof text !== "string") return undefined;
  const layer = parseLayerName(text, at);
  return { ...layer, version: typeof input.VersionNumber === "number" ? input.VersionNumber : layer.version };
}

async function readLayerPolicy(
  input: Readonly<Record<string, unknown>>,
  at: Place,
  host: ServiceHost,
): Promise<string | undefined> {
  const { version, ...layer } = layerOf(input, at) ?? { version: undefined };
  if (version === undefined || !("name" in layer)) return undefined;
  const record = await layerPartition(host.storage, layer).read((tx) => layerStore.find(tx, layer.name, version));
  return record?.policy && policyDocument(record.policy.statements);
}
