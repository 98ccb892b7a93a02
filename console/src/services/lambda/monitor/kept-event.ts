/** An event that the server has kept, and what the function made of it. */
export interface KeptEvent {
  /** JSON */
  readonly event: string;
  readonly clientContext?: string;
  /** JSON; undefined for what was streamed, or runs still. */
  readonly payload?: string;
  readonly failed?: boolean;
}

/**
 * AWS keeps no event, so this is asked of Squall (docs/decisions/0089-events-that-are-kept.md). Undefined for one that has left its memory; throws where the
 * server tells nobody, as with `--auth enforce`.
 */
export async function readKeptEvent(
  functionArn: string,
  requestId: string,
  signal: AbortSignal,
): Promise<KeptEvent | undefined> {
  const response = await fetch("/_squall/event", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ functionArn, requestId }),
    signal,
  });
  const answer = (await response.json()) as { readonly kept?: KeptEvent | null; readonly message?: string };
  if (!response.ok) throw new Error(answer.message);
  return answer.kept ?? undefined;
}
