import type { FilterRule, NotificationConfiguration } from "@aws-sdk/client-s3";
import { invalidArgument, malformedXml } from "../errors.ts";
import { limits } from "../limits.ts";
import { configurableEvents, haveCommonEvent } from "./event-names.ts";
import type { Notification } from "./notification.ts";

/** The rules of a configuration, checked in themselves; whether their targets may be called is another check. Throws InvalidArgument. */
export function checkNotifications(configuration: NotificationConfiguration, createId: () => string): Notification[] {
  const notifications = [
    ...(configuration.TopicConfigurations ?? []).map((each) => toNotification("topic", each.TopicArn, each, createId)),
    ...(configuration.QueueConfigurations ?? []).map((each) => toNotification("queue", each.QueueArn, each, createId)),
    ...(configuration.LambdaFunctionConfigurations ?? []).map((each) =>
      toNotification("function", each.LambdaFunctionArn, each, createId),
    ),
  ];
  if (notifications.length > limits.notificationConfigurations) throw tooMany();
  if (new Set(notifications.map(({ id }) => id)).size < notifications.length) {
    throw invalidArgument("Same ID used for multiple configurations. IDs must be unique.", "Id");
  }
  for (const [index, one] of notifications.entries()) {
    for (const other of notifications.slice(index + 1)) checkDisjoint(one, other);
  }
  return notifications;
}

/** The ARNs that can be told, and what AWS calls the argument that is none. */
const targets = {
  function: {
    pattern: /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[^:]+(?::[^:]+)?$/,
    argument: "CloudFunction",
  },
  topic: { pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+(?:\.fifo)?$/, argument: "Topic" },
  queue: { pattern: /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]+(?:\.fifo)?$/, argument: "Queue" },
} as const;

function toNotification(
  kind: Notification["kind"],
  target: string | undefined,
  {
    Id,
    Events,
    Filter,
  }: Pick<NonNullable<NotificationConfiguration["QueueConfigurations"]>[number], "Id" | "Events" | "Filter">,
  createId: () => string,
): Notification {
  if (target === undefined || !Events?.length) throw malformedXml();
  const { pattern, argument } = targets[kind];
  if (!pattern.test(target)) throw invalidArgument("The ARN could not be parsed", argument, target);
  for (const event of Events) {
    if (!configurableEvents.has(event)) {
      throw invalidArgument("The event is not supported for notifications", "Event", event);
    }
  }
  const rules = checkRules(Filter?.Key?.FilterRules ?? []);
  return {
    id: Id || createId(),
    kind,
    target,
    events: [...new Set<string>(Events)],
    prefix: rules.find(({ Name }) => Name === "prefix")?.Value ?? "",
    suffix: rules.find(({ Name }) => Name === "suffix")?.Value ?? "",
    rules,
  };
}

function checkRules(rules: readonly FilterRule[]): { Name: string; Value: string }[] {
  const checked = rules.map(({ Name, Value }) => {
    if (Name === undefined || Value === undefined) throw malformedXml();
    const name = Name.toLowerCase();
    if (name !== "prefix" && name !== "suffix") {
      throw invalidArgument("filter rule name must be either prefix or suffix", "FilterRule.Name", Name);
    }
    if (Buffer.byteLength(Value) > limits.keyBytes) {
      throw invalidArgument(
        `Size of filter rule value cannot exceed ${limits.keyBytes} bytes in UTF-8 representation`,
        "FilterRule.Value",
        Value,
      );
    }
    return { Name: name, Value };
  });
  for (const name of ["prefix", "suffix"]) {
    if (checked.filter(({ Name }) => Name === name).length > 1) {
      throw invalidArgument(`Cannot specify more than one ${name} rule in a filter.`, "FilterRule.Name", name);
    }
  }
  return checked;
}

/** An event must have one destination. Source: "Configuring event notifications using object key name filtering". */
function checkDisjoint(one: Notification, other: Notification): void {
  const common = one.events.flatMap((a) => other.events.filter((b) => haveCommonEvent(a, b)).map((b) => `${a}, ${b}`));
  const prefixesOverlap = one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
  const suffixesOverlap = one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix);
  if (common.length === 0 || !prefixesOverlap || !suffixesOverlap) return;
  if (one.rules.length === 0 && other.rules.length === 0) {
    throw invalidArgument(
      "Configurations overlap. Configurations on the same bucket cannot share a common event type.",
      "Event",
      common[0],
    );
  }
  throw invalidArgument(
    "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.",
  );
}

function tooMany() {
  return invalidArgument(
    `A bucket cannot have more than ${limits.notificationConfigurations} notification configurations.`,
  );
}
