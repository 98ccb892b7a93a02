import type { OperationContext } from "../../service.ts";
import { invalidParameter, layerAccessDenied, validationFailed } from "../errors.ts";
import { limits } from "../limits.ts";
import { findLayer } from "./find-layer.ts";
import type { LayerRecord, StoredLayer } from "./layer.ts";
import { parseLayerName } from "./layer-name.ts";

/**
 * The layers that a function's configuration names, in its order. Another account's needs that layer's permission.
 * Source: "Adding layers to functions". Throws AWS's errors.
 */
export async function resolveLayers(context: OperationContext, arns: readonly string[]): Promise<StoredLayer[]> {
  if (arns.length > limits.layers) throw invalidParameter(`Cannot reference more than ${limits.layers} layers.`);
  const versions = new Map<string, string>();
  const layers: StoredLayer[] = [];
  for (const arn of arns) {
    const layer = await resolveLayer(context, arn);
    const plain = arn.slice(0, arn.lastIndexOf(":"));
    const other = versions.get(plain);
    if (other !== undefined) {
      throw invalidParameter(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${other} and ${arn} are versions of the same layer.`,
      );
    }
    versions.set(plain, arn);
    layers.push({ arn, code: layer.code });
  }
  return layers;
}

async function resolveLayer(context: OperationContext, arn: string): Promise<LayerRecord> {
  const reference = parseLayerName(arn, context);
  const { version } = reference;
  if (!arn.startsWith("arn:") || version === undefined) throw validationFailed(`[${arn}]`, "layers", awsConstraint);
  if (reference.account !== context.account) return resolveForeign(context, arn, { ...reference, version });
  if (reference.region !== context.region) {
    throw invalidParameter(
      `Layers are not in the same region as the function. Layers are expected to be in region ${context.region}.`,
    );
  }
  const layer = await findLayer(context, { ...reference, version });
  if (!layer) throw invalidParameter(`Layer version ${arn} does not exist.`);
  return layer;
}

/** AWS does not tell another account's missing layer from one that is not shared. */
async function resolveForeign(
  context: OperationContext,
  arn: string,
  reference: Parameters<typeof findLayer>[1],
): Promise<LayerRecord> {
  const layer = reference.region === context.region ? await findLayer(context, reference) : undefined;
  if (!layer?.policy) throw layerAccessDenied(context.principal.arn, arn);
  const { principal } = context;
  const { allowed } = await context.host.access.authorize({
    principal,
    action: "lambda:GetLayerVersion",
    resource: arn,
    resourceAccount: reference.account,
    resourcePolicy: JSON.stringify({ Version: "2012-10-17", Statement: layer.policy.statements }),
    conditions: { "aws:principalarn": [principal.roleArn ?? principal.arn] },
  });
  if (!allowed) throw layerAccessDenied(principal.arn, arn);
  return layer;
}

const awsConstraint =
  "Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+), Member must not be null]";
