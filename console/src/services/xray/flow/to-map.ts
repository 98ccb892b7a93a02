import type { FlowStep } from "../../../../../src/services/flows/flow-step.ts";
import type { MapEdge } from "../../../map/lay-out.ts";
import type { MapNode } from "../../../map/map-node.ts";
import { formatMs } from "./format-ms.ts";
import { nameOf, serviceOf } from "./resource-name.ts";

/** A flow as a map: its resources in the order in which the event came to them, and of each the steps that were done to it. */
export interface FlowMap {
  readonly nodes: readonly (MapNode & { readonly steps: readonly FlowStep[] })[];
  readonly edges: readonly (MapEdge & { readonly hasFailed: boolean })[];
}

export function toMap(steps: readonly FlowStep[]): FlowMap {
  const functions = new Map(
    steps.filter(({ to }) => isFunction(to)).map(({ to }) => [nameOf(to), withoutQualifier(to)]),
  );
  const beganMs = steps[0]?.atMs ?? 0;
  const done = new Map<string, FlowStep[]>();
  const edges = new Map<string, MapEdge & { hasFailed: boolean }>();
  const stepsOf = (id: string) => {
    const known = done.get(id) ?? [];
    done.set(id, known);
    return known;
  };
  for (const step of steps) {
    const from = step.from === undefined ? undefined : callerOf(step.from, functions);
    const to = withoutQualifier(step.to);
    if (from !== undefined) stepsOf(from);
    stepsOf(to).push(step);
    if (from === undefined || from === to) continue;
    const edge = edges.get(`${from}\n${to}`) ?? { from, to, hasFailed: false };
    edge.hasFailed ||= step.error !== undefined && step.kind === "call";
    edges.set(`${from}\n${to}`, edge);
  }
  // A rule is its bus's: what was put there comes to it.
  for (const id of done.keys()) {
    const [, region, account, bus = "default"] =
      /^arn:[^:]+:events:([^:]*):(\d*):rule\/(?:(.+)\/)?[^/]+$/.exec(id) ?? [];
    const arn = `arn:aws:events:${region}:${account}:event-bus/${bus}`;
    if (region !== undefined && done.has(arn)) edges.set(`${arn}\n${id}`, { from: arn, to: id, hasFailed: false });
  }
  return {
    nodes: [...done].map(([id, own]) => ({
      id,
      service: serviceOf(id),
      name: nameOf(id),
      detail: detailOf(own, beganMs),
      hasFailed: own.some(({ error }) => error !== undefined),
      steps: own,
    })),
    edges: [...edges.values()],
  };
}

/** Who called: a function is known by its session, which has its name. */
function callerOf(from: string, functions: ReadonlyMap<string, string>): string {
  const session = /^arn:[^:]+:sts::\d*:assumed-role\/[^/]+\/(.+)$/.exec(from)?.[1];
  if (session === undefined) return withoutQualifier(from);
  return functions.get(session.replace(/@lambda_function$/, "")) ?? from;
}

function isFunction(arn: string): boolean {
  return /^arn:[^:]+:lambda:[^:]*:\d*:function:/.test(arn);
}

function withoutQualifier(arn: string): string {
  return isFunction(arn) ? arn.split(":").slice(0, 7).join(":") : arn;
}

function detailOf(steps: readonly FlowStep[], beganMs: number): string {
  const [first] = steps;
  if (!first) return "where it began";
  const runs = steps.filter(({ kind }) => kind === "run");
  const isOpen = steps.some(({ tookMs }) => tookMs === undefined);
  const tookMs = (runs.length > 0 ? runs : steps).reduce((sum, step) => sum + (step.tookMs ?? 0), 0);
  return `+${Math.max(0, Math.round(first.atMs - beganMs))} ms, ${isOpen ? "goes on" : `took ${formatMs(tookMs)}`}`;
}
