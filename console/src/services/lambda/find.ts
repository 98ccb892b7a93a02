import { LambdaClient, type LayersListItem, paginateListFunctions, paginateListLayers } from "@aws-sdk/client-lambda";
import type { FindResources } from "../../shell/console-service.ts";
import { findableKind, findKinds } from "../../shell/find-kinds.ts";
import { functionPath, layerPath } from "./paths.ts";

export const findResources: FindResources = (search) => findKinds([functions, layers], search);

const functions = findableKind<string>({
  kind: "Function",
  async *pages({ client }) {
    for await (const { Functions = [] } of paginateListFunctions({ client: client(LambdaClient) }, {})) {
      yield Functions.map(({ FunctionName = "" }) => FunctionName);
    }
  },
  name: (name) => name,
  href: (name) => functionPath(name),
});

const layers = findableKind<LayersListItem>({
  kind: "Layer",
  async *pages({ client }) {
    for await (const { Layers = [] } of paginateListLayers({ client: client(LambdaClient) }, {})) yield Layers;
  },
  name: ({ LayerName }) => LayerName,
  href: ({ LayerName = "" }) => layerPath(LayerName),
});
