import type { OperationTable } from "./operation-table.ts";
import type { ControlAnswer } from "./service.ts";

/** By what follows `/_squall/` in the path. */
export type ControlReceivers = ReadonlyMap<string, (body: unknown) => Promise<ControlAnswer>>;

/** The paths under `/_squall/` that services answer. */
export function collectControlReceivers(table: OperationTable, stopping: AbortSignal): ControlReceivers {
  const receivers = new Map<string, (body: unknown) => Promise<ControlAnswer>>();
  for (const { definition, state } of table.services.values()) {
    for (const [path, receive] of Object.entries(definition.control ?? {})) {
      receivers.set(path, (body) => receive(body, { state, host: table.host, stopping }));
    }
  }
  return receivers;
}
