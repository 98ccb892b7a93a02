import type { FilterRuleName, LambdaFunctionConfiguration, NotificationConfiguration } from "@aws-sdk/client-s3";

/** One rule: what happens to keys of this form is told to that function. */
export interface FunctionNotification {
  readonly id: string;
  readonly functionArn: string;
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
  /** The filter rules as they were given, to be shown again. */
  readonly rules: readonly { readonly Name: string; readonly Value: string }[];
}

/** As it is stored, JSON. */
export interface Notifications {
  readonly functions: readonly FunctionNotification[];
}

export function readNotifications(json: string | undefined): Notifications {
  return json === undefined ? { functions: [] } : JSON.parse(json);
}

/** In the words of GetBucketNotificationConfiguration. */
export function toNotificationConfiguration({ functions }: Notifications): NotificationConfiguration {
  return functions.length === 0 ? {} : { LambdaFunctionConfigurations: functions.map(toFunctionConfiguration) };
}

function toFunctionConfiguration({
  id,
  functionArn,
  events,
  rules,
}: FunctionNotification): LambdaFunctionConfiguration {
  return {
    Id: id,
    LambdaFunctionArn: functionArn,
    Events: [...events] as LambdaFunctionConfiguration["Events"],
    ...(rules.length > 0 && { Filter: { Key: { FilterRules: rules.map(toFilterRule) } } }),
  };
}

/** AWS answers with a capital, whatever was sent. */
function toFilterRule({ Name, Value }: { readonly Name: string; readonly Value: string }) {
  return { Name: (Name === "prefix" ? "Prefix" : "Suffix") as string as FilterRuleName, Value };
}
