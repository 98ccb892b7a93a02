import type { SamplingRule } from "@aws-sdk/client-xray";
import { partitionOf } from "../../../platform/arn.ts";
import type { Place } from "../../service.ts";

/** One request each second, and 5 % of the others. Source: "Configuring sampling rules", "Default rule". */
export function defaultRule({ account, region }: Place) {
  return {
    RuleName: "Default",
    RuleARN: `arn:${partitionOf(region)}:xray:${region}:${account}:sampling-rule/Default`,
    ResourceARN: "*",
    Priority: 10_000,
    FixedRate: 0.05,
    ReservoirSize: 1,
    ServiceName: "*",
    ServiceType: "*",
    Host: "*",
    HTTPMethod: "*",
    URLPath: "*",
    Version: 1,
    Attributes: {},
  } satisfies SamplingRule;
}
