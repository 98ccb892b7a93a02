import type { ServiceHost } from "../service.ts";
import { UsageMeter } from "../usage/usage-meter.ts";
import { FilterCache } from "./filters/group-filters.ts";
import { KnownGroups } from "./groups/known-groups.ts";
import { Queries } from "./insights/queries.ts";
import { QueryAnswers } from "./insights/query-answers.ts";
import { LiveTail } from "./live-tail/live-tail.ts";
import { ResourcePolicies } from "./records/resource-policies.ts";

/** What CloudWatch Logs keeps in memory, from the server's start to its stop. */
export interface LogsState {
  readonly filters: FilterCache;
  readonly groups: KnownGroups;
  readonly liveTail: LiveTail;
  readonly queries: Queries;
  readonly queryAnswers: QueryAnswers;
  readonly resourcePolicies: ResourcePolicies;
  readonly usage: UsageMeter;
}

export function createLogsState(host: ServiceHost): LogsState {
  const queries = new Queries(host);
  return {
    filters: new FilterCache(),
    groups: new KnownGroups(host),
    liveTail: new LiveTail(host),
    queries,
    queryAnswers: new QueryAnswers(host, queries),
    resourcePolicies: new ResourcePolicies(host),
    usage: new UsageMeter(host),
  };
}

/** Lets work in progress finish, and forgets all in memory. */
export async function closeLogs({ filters, liveTail, queries, usage }: LogsState): Promise<void> {
  filters.clear();
  liveTail.close();
  await queries.close();
  await usage.stop();
}
