/** One of the servers on a PostgreSQL, as the one that is asked knows it. */
export interface ServerNode {
  readonly id: string;
  /** The first time is 1; each return after its lease had run out is one more. */
  readonly epoch: number;
  /** Not told where signatures are checked: whoever reaches the port may ask. */
  readonly address?: string;
  readonly version?: string;
  readonly startedMs: number;
  readonly heartbeatMs: number;
  readonly isDraining: boolean;
}

/**
 * AWS has no API that tells on which machines it runs, so this is what load balancers and `squall nodes` ask, too. A server that is alone on its
 * own database lists none. While PostgreSQL is away it answers 503, and what it knew last all the same.
 */
export async function listNodes(signal: AbortSignal): Promise<readonly ServerNode[]> {
  const response = await fetch("/_squall/health", { cache: "no-store", signal });
  const { nodes = [] } = (await response.json()) as { nodes?: readonly ServerNode[] };
  return nodes;
}
