import { resourceNotFound, validationFailed } from "../errors.ts";
import { findLayer } from "../layers/find-layer.ts";
import { parseLayerName } from "../layers/layer-name.ts";
import { toLayer } from "../layers/to-layer.ts";
import type { LambdaOperation } from "../operation.ts";

export const getLayerVersionByArn: LambdaOperation<"GetLayerVersionByArn"> = async ({ Arn }, context) => {
  const reference = parseLayerName(Arn, context);
  const { version } = reference;
  if (!Arn.startsWith("arn:") || version === undefined) {
    throw validationFailed(
      Arn,
      "arn",
      "Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)",
    );
  }
  const layer = await findLayer(context, { ...reference, version });
  if (!layer) throw resourceNotFound();
  return toLayer(layer, context);
};
