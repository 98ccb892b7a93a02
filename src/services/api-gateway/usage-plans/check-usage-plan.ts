import { isNamed } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { rootPrincipal } from "../../principal.ts";
import { invalid, notBuilt, notFound } from "../errors.ts";
import type { ApiGatewayContext } from "../operation.ts";
import type { UsagePlanRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** Throws what AWS refuses of a usage plan. Source: "CreateUsagePlan". */
export async function checkUsagePlan(
  tx: ReadTransaction,
  plan: UsagePlanRecord,
  /** Stages of WebSocket APIs, which are another service's: `API:STAGE`. */
  elsewhere: ReadonlySet<string>,
): Promise<void> {
  if (!plan.name) throw invalid("Usage plan name cannot be blank");
  for (const { apiId = "", stage = "" } of plan.apiStages ?? []) {
    if (elsewhere.has(`${apiId}:${stage}`)) continue;
    if (!(await partStore.find(tx, apiId, "Stage", stage))) throw notFound(`API Stage not found: ${apiId}:${stage}`);
  }
  const { limit = 0, offset = 0, period } = plan.quota ?? {};
  if (!plan.quota) return;
  if (limit < 1) throw invalid("Usage Plan quota limit must be greater than 0");
  if (period === undefined) throw invalid("Usage Plan quota period must be set");
  if (offset < 0) throw invalid("Usage Plan quota offset must be zero or larger");
  if (offset > 0) throw notBuilt("offsets of quotas");
}

/** Which of a plan's stages are those of WebSocket APIs. */
export async function findWebSocketStages(
  { host, account, region }: ApiGatewayContext,
  stages: readonly { readonly apiId: string; readonly stage: string }[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const as = { account, region, principal: rootPrincipal(account) };
  for (const { apiId: ApiId, stage: StageName } of stages.slice(0, mostStages)) {
    if (ApiId === "" || StageName === "") continue;
    try {
      const { ProtocolType } = await host.call("apigatewayv2", "GetApi", { ApiId }, as);
      if (ProtocolType !== "WEBSOCKET") continue;
      await host.call("apigatewayv2", "GetStage", { ApiId, StageName }, as);
      found.add(`${ApiId}:${StageName}`);
    } catch (error) {
      if (!isNamed(error, "NotFoundException")) throw error;
    }
  }
  return found;
}

/** Ours: those that one call may name. */
const mostStages = 100;
