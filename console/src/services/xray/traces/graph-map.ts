import type { Service } from "@aws-sdk/client-xray";
import type { MapEdge } from "../../../map/lay-out.ts";
import type { MapNode } from "../../../map/map-node.ts";
import { formatMs } from "../flow/format-ms.ts";

/** X-Ray's graph as a map: clients, services and what was called. */
export interface GraphMap {
  readonly nodes: readonly (MapNode & { readonly service: string; readonly of: Service })[];
  readonly edges: readonly (MapEdge & { readonly hasFailed: boolean })[];
}

export function toGraphMap(services: readonly Service[]): GraphMap {
  const idOf = (reference: number | undefined) => String(reference);
  return {
    nodes: services.map((of) => ({
      id: idOf(of.ReferenceId),
      service: kindOf(of.Type),
      name: of.Type === "client" ? "Client" : (of.Name ?? "?"),
      detail: detailOf(of),
      hasFailed: (of.SummaryStatistics?.FaultStatistics?.TotalCount ?? 0) > 0,
      of,
    })),
    edges: services.flatMap(({ ReferenceId, Edges = [] }) =>
      Edges.map(({ ReferenceId: to, SummaryStatistics }) => ({
        from: idOf(ReferenceId),
        to: idOf(to),
        hasFailed: (SummaryStatistics?.FaultStatistics?.TotalCount ?? 0) > 0,
      })),
    ),
  };
}

/** By the word that the console's icons go by. */
function kindOf(type: string | undefined): string {
  const [vendor, service = ""] = (type ?? "").split("::");
  const names: Readonly<Record<string, string>> = { ApiGateway: "API Gateway", Events: "EventBridge" };
  if (vendor === "AWS" && service !== "") return names[service] ?? service;
  return type === "client" ? "Client" : type === "remote" ? "Remote" : "Service";
}

function detailOf({ SummaryStatistics, Type, Edges = [] }: Service): string {
  const count =
    SummaryStatistics?.TotalCount ?? Edges.reduce((sum, edge) => sum + (edge.SummaryStatistics?.TotalCount ?? 0), 0);
  // Lambda tells of the service, and of the function within it.
  const part = Type?.split("::")[2]?.toLowerCase();
  const requests = `${part ? `${part}, ` : ""}${count} ${count === 1 ? "request" : "requests"}`;
  if (Type === "client" || !SummaryStatistics || count === 0) return requests;
  return `${requests}, avg ${formatMs(((SummaryStatistics.TotalResponseTime ?? 0) / count) * 1_000)}`;
}
