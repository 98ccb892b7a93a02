import type { PartitionKey } from "../../../storage/database.ts";
import type { MessageJson } from "../messages/message-json.ts";

/** JSON. A client's last will: in storage from its CONNECT on, since its server may end before it. */
export interface Will {
  readonly clientId: string;
  /** Of the connection that has it. */
  readonly connection: string;
  readonly message: MessageJson;
  /** After the client has gone; 0 for at once. */
  readonly delaySeconds: number;
}

/** The wills of the clients that are connected to one server, since its last start. */
export function willsKey(node: string, epoch: number): PartitionKey {
  return { account: "", region: "", kind: "iot.wills", name: `${node} ${epoch}` };
}

export function nodeOfWills({ name }: PartitionKey): string {
  return name;
}

/** Looks whether the server is there, while any of its clients has a will. */
export const watchWillsTimer = "iot.watch-wills";

/** A client's delayed will: its time has come. */
export const willTimer = "iot.will";
