import type { Architecture, LayerVersionsListItem, Runtime } from "@aws-sdk/client-lambda";
import type { OperationContext } from "../../service.ts";
import { toLastModified } from "../functions/to-configuration.ts";
import { type LayerRecord, layerArn, layerVersionArn } from "./layer.ts";

/** A layer's version as a listing has it. Source: API reference, "LayerVersionsListItem". */
export function toListedLayer(layer: LayerRecord): LayerVersionsListItem {
  return {
    LayerVersionArn: layerVersionArn(layer),
    Version: layer.version,
    Description: layer.description,
    CreatedDate: toLastModified(layer.createdMs),
    CompatibleRuntimes: layer.runtimes && ([...layer.runtimes] as Runtime[]),
    LicenseInfo: layer.license,
    CompatibleArchitectures: layer.architectures && ([...layer.architectures] as Architecture[]),
  };
}

/** The same with its content, which the link downloads. Source: API reference, "GetLayerVersion". */
export function toLayer(layer: LayerRecord, { request, host }: OperationContext) {
  return {
    ...toListedLayer(layer),
    LayerArn: layerArn(layer),
    Content: {
      Location: `${request.endpoint}${host.links.path(layer.code.blob)}`,
      CodeSha256: layer.code.sha256,
      CodeSize: layer.code.sizeBytes,
    },
  };
}
