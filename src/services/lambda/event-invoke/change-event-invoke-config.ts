import type { DestinationConfig } from "@aws-sdk/client-lambda";
import { ownValue } from "../../../platform/own-value.ts";
import { eventInvokeConfigMissing, eventInvokeFunctionMissing, invalidParameter, validationFailed } from "../errors.ts";
import { findVersion } from "../functions/find-version.ts";
import { type KnownFunction, latestVersion, qualifiedArn } from "../functions/function.ts";
import { type FunctionReference, parseFunctionName } from "../functions/function-name.ts";
import { limits } from "../limits.ts";
import type { LambdaContext } from "../operation.ts";
import { checkDestination } from "./check-destination.ts";
import type { EventInvokeConfig } from "./event-invoke-config.ts";
import { toEventInvokeConfig } from "./to-event-invoke-config.ts";

export interface EventInvokeInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: DestinationConfig;
}

const empty = {
  maximumRetryAttempts: undefined,
  maximumEventAgeSeconds: undefined,
  onSuccess: undefined,
  onFailure: undefined,
};

/** What the input names is changed; the rest stays (`update`) or gets AWS's default (`put`). Throws AWS's errors. */
export async function changeEventInvokeConfig(context: LambdaContext, input: EventInvokeInput, how: "put" | "update") {
  checkInput(input);
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const known = await requireQualified(context, reference);
  const { qualifier = latestVersion } = reference;
  const { OnSuccess, OnFailure } = input.DestinationConfig ?? {};
  const record = findVersion(known, qualifier);
  if (OnSuccess?.Destination) await checkDestination(context, record, OnSuccess.Destination, "onSuccess");
  if (OnFailure?.Destination) await checkDestination(context, record, OnFailure.Destination, "onFailure");
  const { family } = await context.state.functions.update(reference, async (stored) => {
    const former = ownValue(stored.eventInvokeConfigs, qualifier);
    if (how === "update" && !former) throw eventInvokeConfigMissing(qualifiedArn(reference, qualifier));
    const base = (how === "update" ? former : undefined) ?? empty;
    const config: EventInvokeConfig = {
      maximumRetryAttempts: input.MaximumRetryAttempts ?? base.maximumRetryAttempts,
      maximumEventAgeSeconds: input.MaximumEventAgeInSeconds ?? base.maximumEventAgeSeconds,
      onSuccess: OnSuccess ? OnSuccess.Destination || undefined : base.onSuccess,
      onFailure: OnFailure ? OnFailure.Destination || undefined : base.onFailure,
      lastModifiedMs: context.host.clock.nowMs(),
    };
    return { ...stored, eventInvokeConfigs: { ...stored.eventInvokeConfigs, [qualifier]: config } };
  });
  const config = ownValue(family.eventInvokeConfigs, qualifier);
  if (!config) throw eventInvokeConfigMissing(qualifiedArn(reference, qualifier));
  return toEventInvokeConfig(family, qualifier, config);
}

function checkInput(input: EventInvokeInput): void {
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age, DestinationConfig } = input;
  if (retries === undefined && age === undefined && DestinationConfig === undefined) {
    throw invalidParameter("You must specify at least one of error handling or destination setting.");
  }
  const { retries: most, eventAgeSeconds } = limits.asynchronous;
  checkRange(retries, "maximumRetryAttempts", 0, most);
  checkRange(age, "maximumEventAgeInSeconds", eventAgeSeconds.least, eventAgeSeconds.most);
}

function checkRange(value: number | undefined, member: string, least: number, most: number): void {
  if (value === undefined) return;
  if (value < least) throw validationFailed(value, member, `Member must have value greater than or equal to ${least}`);
  if (value > most) throw validationFailed(value, member, `Member must have value less than or equal to ${most}`);
}

async function requireQualified({ state }: LambdaContext, reference: FunctionReference): Promise<KnownFunction> {
  const known = await state.functions.find(reference);
  const { qualifier } = reference;
  const there =
    qualifier === undefined ||
    qualifier === latestVersion ||
    ownValue(known?.family.aliases, qualifier) !== undefined ||
    known?.versions.has(qualifier);
  if (known && there) return known;
  throw eventInvokeFunctionMissing();
}
