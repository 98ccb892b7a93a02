import type { Flow, FlowSummary } from "../../../../../src/services/flows/flow-step.ts";

/** What the server has noted of events on their way, the newest first: AWS has nothing of the kind, so this is asked of Squall (docs/decisions/0098-flows.md). */
export async function readFlows(signal: AbortSignal): Promise<readonly FlowSummary[]> {
  return (await ask<{ readonly flows: readonly FlowSummary[] }>("flows", {}, signal)).flows;
}

/** By its trace's root, or a request that was part of it; undefined where it is kept no more. */
export async function readFlow(id: string, signal: AbortSignal): Promise<Flow | undefined> {
  return (await ask<{ readonly flow: Flow | null }>("flow", { id }, signal)).flow ?? undefined;
}

async function ask<T>(path: string, body: object, signal: AbortSignal): Promise<T> {
  const response = await fetch(`/_squall/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  const answer = (await response.json()) as T & { readonly message?: string };
  if (!response.ok) throw new Error(answer.message);
  return answer;
}
