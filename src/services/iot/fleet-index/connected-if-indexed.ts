import type { IotContext } from "../operation.ts";
import { indexingSettings } from "./indexing-settings.ts";

/** Who is connected, as the servers know it now; undefined where that is not in the index. */
export async function connectedIfIndexed(context: IotContext): Promise<ReadonlyMap<string, number> | undefined> {
  const { connectivity } = await context.state.registry.read(context, (tx) => indexingSettings.find(tx));
  return connectivity === "STATUS" ? context.state.connections.connected(context) : undefined;
}
