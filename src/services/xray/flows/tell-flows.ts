import { AwsError } from "../../../platform/aws-error.ts";
import type { Flow, FlowSummary } from "../../flows/flow-step.ts";
import type { ServiceHost } from "../../service.ts";

interface Asked {
  readonly host: ServiceHost;
}

/** `POST /_squall/flows`: the newest events that went from one resource to another. */
export async function listFlows(_body: unknown, { host }: Asked): Promise<{ readonly flows: readonly FlowSummary[] }> {
  return { flows: await host.flows.list() };
}

/** `POST /_squall/flow` with `{"id"}`: what happened to one, by its trace's root or a request that was part of it; `null` where it is not kept. */
export async function findFlow(body: unknown, { host }: Asked): Promise<{ readonly flow: Flow | null }> {
  const { id } = (body ?? {}) as { id?: unknown };
  if (typeof id !== "string") throw new AwsError("ValidationException", "id is needed.", { status: 400 });
  return { flow: (await host.flows.find(id)) ?? null };
}
