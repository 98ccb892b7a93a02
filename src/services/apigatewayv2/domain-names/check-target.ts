import { fail } from "../../../platform/aws-error.ts";
import { rootPrincipal } from "../../principal.ts";
import { apisKey } from "../apis/api.ts";
import { apiStore } from "../apis/api-store.ts";
import { apiNotFound, invalid, stageNotFound } from "../errors.ts";
import type { ApiGatewayV2Context } from "../operation.ts";
import { partStore } from "../parts/part-store.ts";

interface Target {
  readonly apiId: string;
  readonly stage: string;
  readonly endpointType: string;
}

/** Throws for an API or a stage that is not there. REST APIs may be mapped to, too. */
export async function checkTarget(context: ApiGatewayV2Context, { apiId, stage, endpointType }: Target): Promise<void> {
  const isHere = await context.host.storage.partition(apisKey(context)).read(async (tx) => {
    if (!(await apiStore.find(tx, apiId))) return false;
    if (!(await partStore.find(tx, apiId, "Stage", stage))) throw stageNotFound();
    return true;
  });
  if (isHere && endpointType === "EDGE") throw invalid("Only REST APIs can be attached to EDGE domain names.");
  if (isHere) return;
  // Whether it is there, which whoever may map to it is told anyway.
  const as = { principal: rootPrincipal(context.account) };
  const ask = (stageName: string) => context.call("api-gateway", "GetStage", { restApiId: apiId, stageName }, as);
  const isApi = await context.call("api-gateway", "GetRestApi", { restApiId: apiId }, as).catch(() => undefined);
  if (!isApi) fail(apiNotFound(context.account, apiId));
  await ask(stage).catch(() => fail(stageNotFound()));
}
