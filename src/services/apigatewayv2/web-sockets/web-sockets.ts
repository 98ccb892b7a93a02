import type { Json } from "../../../cluster/cluster.ts";
import type { ServedKeys } from "../../execute-api/api-keys/served-keys.ts";
import type { ServiceHost } from "../../service.ts";
import type { ServedApis } from "../requests/served-api.ts";
import { type ConnectionQuestion, connectionQuestion, runQuestion } from "./connection-question.ts";
import type { WebSocketDoor } from "./web-socket-door.ts";

/** The way to WebSocket APIs: their code is read when the first client comes. */
export interface WebSockets {
  /** Tells this run of the server from the one before. */
  readonly run: string;
  readonly door: () => Promise<WebSocketDoor>;
  readonly stop: () => Promise<void>;
  readonly reset: () => Promise<void>;
}

export function webSocketsWhenWanted(host: ServiceHost, apis: ServedApis, keys: ServedKeys): WebSockets {
  const run = host.random.uuid();
  let opened: Promise<WebSocketDoor> | undefined;
  const door = () => {
    opened ??= import("./web-socket-door.ts").then(({ WebSocketDoor }) => new WebSocketDoor(host, { apis, keys, run }));
    return opened;
  };
  host.peers.answer(connectionQuestion, async (payload) => {
    if (!opened) return { is: "gone" };
    return (await (await opened).ask(payload as unknown as ConnectionQuestion)) as unknown as Json;
  });
  host.peers.answer(runQuestion, async () => run);
  return {
    run,
    door,
    stop: async () => (await opened)?.stop(),
    reset: async () => (await opened)?.reset(),
  };
}
