import type { XRayOperation } from "../operation.ts";
import { defaultRule } from "../sampling/default-rule.ts";

const secondsToNext = 10;

/** How much of what they see SDKs may trace until they ask again. Each that asks may take all of the reservoir: they are few here. */
export const getSamplingTargets: XRayOperation<"GetSamplingTargets"> = async (input, context) => {
  const nowMs = context.host.clock.nowMs();
  const { RuleName: known, FixedRate, ReservoirSize } = defaultRule(context);
  const asked = (input.SamplingStatisticsDocuments ?? []).map(({ RuleName = "" }) => RuleName);
  return {
    SamplingTargetDocuments: asked
      .filter((name) => name === known)
      .map((RuleName) => ({
        RuleName,
        FixedRate,
        ReservoirQuota: ReservoirSize,
        ReservoirQuotaTTL: new Date(nowMs + secondsToNext * 1000),
        Interval: secondsToNext,
      })),
    LastRuleModification: new Date(0),
    UnprocessedStatistics: asked
      .filter((name) => name !== known)
      .map((RuleName) => ({ RuleName, ErrorCode: "400", Message: "Unknown rule" })),
  };
};
