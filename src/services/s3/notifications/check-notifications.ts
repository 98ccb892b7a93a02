import type { FilterRule, LambdaFunctionConfiguration, NotificationConfiguration } from "@aws-sdk/client-s3";
import { invalidArgument, malformedXml, notImplemented } from "../errors.ts";
import { limits } from "../limits.ts";
import { configurableEvents, haveCommonEvent } from "./event-names.ts";
import type { FunctionNotification } from "./notification.ts";

/** The rules of a configuration, checked in themselves; whether their functions may be called is another check. Throws InvalidArgument. */
export function checkNotifications(
  configuration: NotificationConfiguration,
  createId: () => string,
): FunctionNotification[] {
  if (configuration.EventBridgeConfiguration) throw notImplemented("notifications to Amazon EventBridge");
  const functions = (configuration.LambdaFunctionConfigurations ?? []).map((each) => toNotification(each, createId));
  if (functions.length > limits.notificationConfigurations) throw tooMany();
  if (new Set(functions.map(({ id }) => id)).size < functions.length) {
    throw invalidArgument("Same ID used for multiple configurations. IDs must be unique.", "Id");
  }
  for (const [index, one] of functions.entries()) {
    for (const other of functions.slice(index + 1)) checkDisjoint(one, other);
  }
  return functions;
}

function toNotification(configuration: LambdaFunctionConfiguration, createId: () => string): FunctionNotification {
  const { Id, LambdaFunctionArn, Events, Filter } = configuration;
  if (LambdaFunctionArn === undefined || !Events?.length) throw malformedXml();
  if (!/^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[^:]+(?::[^:]+)?$/.test(LambdaFunctionArn)) {
    throw invalidArgument("The ARN could not be parsed", "CloudFunction", LambdaFunctionArn);
  }
  for (const event of Events) {
    if (!configurableEvents.has(event)) {
      throw invalidArgument("The event is not supported for notifications", "Event", event);
    }
  }
  const rules = checkRules(Filter?.Key?.FilterRules ?? []);
  return {
    id: Id || createId(),
    functionArn: LambdaFunctionArn,
    events: [...new Set<string>(Events)],
    prefix: rules.find(({ Name }) => Name === "prefix")?.Value ?? "",
    suffix: rules.find(({ Name }) => Name === "suffix")?.Value ?? "",
    rules,
  };
}

function checkRules(rules: readonly FilterRule[]): { Name: string; Value: string }[] {
  const checked = rules.map(({ Name = "", Value = "" }) => {
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
function checkDisjoint(one: FunctionNotification, other: FunctionNotification): void {
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
