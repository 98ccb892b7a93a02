import { type FunctionFamily, qualifiedArn } from "../functions/function.ts";
import type { EventInvokeConfig } from "./event-invoke-config.ts";

/** The answer's form. Source: API reference, "FunctionEventInvokeConfig". */
export function toEventInvokeConfig({ latest }: FunctionFamily, qualifier: string, config: EventInvokeConfig) {
  return {
    LastModified: new Date(config.lastModifiedMs),
    FunctionArn: qualifiedArn(latest, qualifier),
    MaximumRetryAttempts: config.maximumRetryAttempts,
    MaximumEventAgeInSeconds: config.maximumEventAgeSeconds,
    DestinationConfig: {
      OnSuccess: { Destination: config.onSuccess },
      OnFailure: { Destination: config.onFailure },
    },
  };
}
