import type { OperationTable } from "./operation-table.ts";
import type { ControlAnswer } from "./service.ts";

/** By what follows `/_squall/` in the path. */
export type ControlReceivers = ReadonlyMap<string, OfferedReceiver>;

interface OfferedReceiver {
  /** It knows the server's user, and answers in `enforce` mode, too. */
  readonly isForUser: boolean;
  receive(body: unknown): Promise<ControlAnswer>;
}

/** The paths under `/_squall/` that services answer. */
export function collectControlReceivers(table: OperationTable, stopping: AbortSignal): ControlReceivers {
  const receivers = new Map<string, OfferedReceiver>();
  for (const { definition, state } of table.services.values()) {
    const context = { state, host: table.host, stopping };
    for (const [path, receive] of Object.entries(definition.control ?? {}))
      receivers.set(path, { isForUser: false, receive: (body) => receive(body, context) });
    for (const [path, receive] of Object.entries(definition.userControl ?? {}))
      receivers.set(path, { isForUser: true, receive: (body) => receive(body, context) });
  }
  return receivers;
}
