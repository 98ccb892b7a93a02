import type { FilterRuleName, NotificationConfiguration } from "@aws-sdk/client-s3";

/** One rule: what happens to keys of this form is told to that function or queue. */
export interface Notification {
  readonly id: string;
  readonly kind: "function" | "queue";
  /** The ARN of what is told. */
  readonly target: string;
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
  /** The filter rules as they were given, to be shown again. */
  readonly rules: readonly { readonly Name: string; readonly Value: string }[];
}

/** As a bucket's row keeps them, JSON. Those of before there were queues are all of functions. */
type Stored =
  | { readonly notifications: readonly Notification[] }
  | { readonly functions: readonly (Omit<Notification, "kind" | "target"> & { readonly functionArn: string })[] };

export function writeNotifications(notifications: readonly Notification[]): string | undefined {
  return notifications.length === 0 ? undefined : JSON.stringify({ notifications } satisfies Stored);
}

export function readNotifications(json: string | undefined): readonly Notification[] {
  if (json === undefined) return [];
  const stored = JSON.parse(json) as Stored;
  if ("notifications" in stored) return stored.notifications;
  return stored.functions.map(({ functionArn, ...rule }) => ({ ...rule, kind: "function", target: functionArn }));
}

/** In the words of GetBucketNotificationConfiguration. */
export function toNotificationConfiguration(notifications: readonly Notification[]): NotificationConfiguration {
  const of = (wanted: Notification["kind"]) => notifications.filter(({ kind }) => kind === wanted);
  const [queues, functions] = [of("queue"), of("function")];
  return {
    ...(queues.length > 0 && {
      QueueConfigurations: queues.map((each) => ({ ...toConfiguration(each), QueueArn: each.target })),
    }),
    ...(functions.length > 0 && {
      LambdaFunctionConfigurations: functions.map((each) => ({
        ...toConfiguration(each),
        LambdaFunctionArn: each.target,
      })),
    }),
  };
}

function toConfiguration({ id, events, rules }: Notification) {
  return {
    Id: id,
    Events: [...events] as never,
    ...(rules.length > 0 && { Filter: { Key: { FilterRules: rules.map(toFilterRule) } } }),
  };
}

/** AWS answers with a capital, whatever was sent. */
function toFilterRule({ Name, Value }: { readonly Name: string; readonly Value: string }) {
  return { Name: (Name === "prefix" ? "Prefix" : "Suffix") as string as FilterRuleName, Value };
}
