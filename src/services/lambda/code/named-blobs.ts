import type { ServiceHost } from "../../service.ts";
import { functionStore } from "../functions/function-store.ts";
import { layerStore } from "../layers/layer-store.ts";

/** The uploads that functions, their versions and layers are made of. */
export async function* namedBlobs({ storage }: ServiceHost): AsyncGenerator<string> {
  // Layers first: a function made meanwhile with one that is deleted meanwhile is then seen with it.
  for await (const { code } of layerStore.all(storage)) yield code.blob;
  for await (const { code, configuration } of functionStore.allRecords(storage)) {
    yield code.blob;
    for (const layer of configuration.layers) yield layer.code.blob;
  }
}
