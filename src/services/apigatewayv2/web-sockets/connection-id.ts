import { createHash } from "node:crypto";
import type { Node } from "../../../cluster/cluster.ts";
import type { Random } from "../../../platform/random.ts";

const ofNodeBytes = 3;
const idBytes = 11;

/**
 * As long as AWS's are (`L0SM9cOFvHcCIhw=`). Its first bytes tell the node that the client is connected to, so that whoever sends it something asks that node
 * and no database.
 */
export function createConnectionId(random: Random, node: string): string {
  return `${Buffer.concat([markOf(node), random.bytes(idBytes - ofNodeBytes)]).toString("base64url")}=`;
}

/** Of messages and of what else is called by such an id. */
export function createExchangeId(random: Random): string {
  return `${random.bytes(idBytes).toString("base64url")}=`;
}

export function isConnectionId(id: string): boolean {
  return /^[\w-]{15}=$/.test(id);
}

/** Those that may have it: mostly one. */
export function nodesOf(connectionId: string, nodes: readonly Node[]): readonly string[] {
  const mark = Buffer.from(connectionId.slice(0, -1), "base64url").subarray(0, ofNodeBytes);
  return nodes.filter(({ id }) => markOf(id).equals(mark)).map(({ id }) => id);
}

function markOf(node: string): Buffer {
  return createHash("sha256").update(node).digest().subarray(0, ofNodeBytes);
}
