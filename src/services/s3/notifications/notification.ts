import type { FilterRuleName, NotificationConfiguration } from "@aws-sdk/client-s3";

/** What a bucket's events are told to. */
export interface NotificationSettings {
  readonly notifications: readonly Notification[];
  /** Whether every event goes to EventBridge, too. */
  readonly toEventBridge: boolean;
}

/** One rule: what happens to keys of this form is told to that function, queue or topic. */
export interface Notification {
  readonly id: string;
  readonly kind: "function" | "queue" | "topic";
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
  | { readonly notifications: readonly Notification[]; readonly toEventBridge?: boolean }
  | { readonly functions: readonly (Omit<Notification, "kind" | "target"> & { readonly functionArn: string })[] };

export function writeNotifications({ notifications, toEventBridge }: NotificationSettings): string | undefined {
  if (notifications.length === 0 && !toEventBridge) return undefined;
  return JSON.stringify({ notifications, ...(toEventBridge && { toEventBridge }) } satisfies Stored);
}

export function readNotifications(json: string | undefined): NotificationSettings {
  if (json === undefined) return { notifications: [], toEventBridge: false };
  const stored = JSON.parse(json) as Stored;
  if ("notifications" in stored) return { toEventBridge: false, ...stored };
  const notifications = stored.functions.map(
    ({ functionArn, ...rule }): Notification => ({ ...rule, kind: "function", target: functionArn }),
  );
  return { notifications, toEventBridge: false };
}

/** In the words of GetBucketNotificationConfiguration. */
export function toNotificationConfiguration(settings: NotificationSettings): NotificationConfiguration {
  const of = (wanted: Notification["kind"]) => settings.notifications.filter(({ kind }) => kind === wanted);
  const [topics, queues, functions] = [of("topic"), of("queue"), of("function")];
  return {
    ...(topics.length > 0 && {
      TopicConfigurations: topics.map((each) => ({ ...toConfiguration(each), TopicArn: each.target })),
    }),
    ...(queues.length > 0 && {
      QueueConfigurations: queues.map((each) => ({ ...toConfiguration(each), QueueArn: each.target })),
    }),
    ...(functions.length > 0 && {
      LambdaFunctionConfigurations: functions.map((each) => ({
        ...toConfiguration(each),
        LambdaFunctionArn: each.target,
      })),
    }),
    ...(settings.toEventBridge && { EventBridgeConfiguration: {} }),
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
