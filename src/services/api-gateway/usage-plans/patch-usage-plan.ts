import type { ApiStage } from "@aws-sdk/client-api-gateway";
import { notFound } from "../errors.ts";
import type { UsagePlanRecord } from "../parts/part.ts";
import { badPath, type Patch } from "../parts/patch.ts";

type Changing = { -readonly [K in keyof UsagePlanRecord]: UsagePlanRecord[K] };

/** One operation of UpdateUsagePlan. Source: "Patch operations", "UpdateUsagePlan". */
export function patchUsagePlan(plan: UsagePlanRecord, patch: Patch): UsagePlanRecord {
  const { steps, op, value = "" } = patch;
  const [first, name] = steps;
  const changed: Changing = { ...plan };
  switch (first) {
    case "name":
    case "description":
    case "productCode":
      if (op === "remove" || (value === "" && first !== "name")) delete changed[first];
      else changed[first] = value;
      return changed;
    case "quota":
      if (name === undefined && op === "remove") delete changed.quota;
      else if (name === "limit" || name === "offset") changed.quota = { ...plan.quota, [name]: Number(value) };
      else if (name === "period" && (value === "DAY" || value === "WEEK" || value === "MONTH"))
        changed.quota = { ...plan.quota, period: value };
      else throw badPath(patch);
      return changed;
    case "throttle":
      if (name === undefined && op === "remove") delete changed.throttle;
      else if (name === "burstLimit" || name === "rateLimit")
        changed.throttle = { ...plan.throttle, [name]: op === "remove" ? 0 : Number(value) };
      else throw badPath(patch);
      return changed;
    case "apiStages":
      changed.apiStages = patchStages(plan.apiStages ?? [], patch);
      return changed;
    default:
      throw badPath(patch);
  }
}

/** `/apiStages` with `API:STAGE`; below it a stage's own throttle, `/apiStages/API:STAGE/throttle/PATH/METHOD/rateLimit`. */
function patchStages(stages: readonly ApiStage[], patch: Patch): ApiStage[] {
  const { steps, op, value = "" } = patch;
  const named = steps.length > 1 ? (steps[1] ?? "") : value;
  const [apiId = "", stage = ""] = named.split(":");
  const found = stages.find((each) => each.apiId === apiId && each.stage === stage);
  const others = stages.filter((each) => each !== found);
  if (steps.length === 1) {
    if (op === "add") return [...others, found ?? { apiId, stage }];
    if (op !== "remove") throw badPath(patch);
    if (!found) throw notFound("API Stage not found in the usage plan");
    return others;
  }
  if (!found) throw notFound("API Stage not found in the usage plan");
  if (steps[2] !== "throttle") throw badPath(patch);
  const last = steps.at(-1);
  const isOne = last === "rateLimit" || last === "burstLimit";
  const key = steps.slice(3, isOne ? -1 : undefined).join("/");
  if (op === "remove") {
    const { [key]: _, ...throttle } = found.throttle ?? {};
    return [...others, { ...found, throttle }];
  }
  if (!isOne || key === "") throw badPath(patch);
  const throttle = { ...found.throttle, [key]: { ...found.throttle?.[key], [last]: Number(value) } };
  return [...others, { ...found, throttle }];
}
