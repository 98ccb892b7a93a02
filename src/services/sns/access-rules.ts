import { parseArn } from "../../platform/arn.ts";
import { passesRoleTo } from "../pass-role.ts";
import type { AccessRules, FurtherRule, OperationContext, Place } from "../service.ts";
import { applicationArn } from "./applications/platform-application.ts";
import { feedbackProtocols } from "./deliveries/feedback.ts";
import type { Sns } from "./model.ts";
import type { SnsState } from "./state.ts";
import { readOwner } from "./subscriptions/find-subscription.ts";
import { topicArn } from "./topics/topic.ts";

const passesRole = passesRoleTo("sns.amazonaws.com") as Exclude<FurtherRule, string>;

/** Source: "Actions, resources, and condition keys for Amazon SNS". */
export const accessRules: AccessRules<Sns> = {
  prefix: "sns",
  actions: { PublishBatch: "sns:Publish" },
  also: {
    CreateTopic: { Tags: "sns:TagResource", ...rolesIn("Attributes") },
    SetTopicAttributes: {
      AttributeValue: (value, input, context) =>
        value !== "" && /FeedbackRoleArn$/.test(String(input.AttributeName))
          ? passesRole(value, input, context)
          : undefined,
    },
  },
  resource: (operation, input, at) => {
    if (operation === "CreateTopic") return topicArn(at, String(input.Name ?? ""));
    if (operation === "CreatePlatformApplication")
      return applicationArn(at, { platform: String(input.Platform ?? ""), name: String(input.Name ?? "") });
    const arn = arnIn(input);
    return arn === undefined ? "*" : withoutSubscription(arn);
  },
  conditions: (operation, input) => {
    if (operation !== "Subscribe") return {};
    return {
      ...(typeof input.Endpoint === "string" && { "sns:endpoint": [input.Endpoint] }),
      ...(typeof input.Protocol === "string" && { "sns:protocol": [input.Protocol] }),
    };
  },
  resourcePolicy: async (operation, input, at) => {
    const context = at as OperationContext<SnsState>;
    // Who has the token may confirm; who is signed as somebody of the account is asked for the permission besides.
    if (operation === "ConfirmSubscription" && isStranger(context, String(input.TopicArn ?? "")))
      return anyoneMay("sns:ConfirmSubscription");
    if (operation === "Unsubscribe" && (await mayUnsubscribe(context, String(input.SubscriptionArn ?? ""))))
      return anyoneMay("sns:Unsubscribe");
    const arn = parseArn(withoutSubscription(arnIn(input) ?? ""));
    if (arn?.service !== "sns" || arn.resource.includes("/")) return undefined;
    const { account, region, resource: name } = arn;
    return (await context.state.topics.find({ account, region, name }))?.settings.policy;
  },
};

function rolesIn(member: string): Record<string, FurtherRule> {
  const names = feedbackProtocols.flatMap((protocol) => [
    `${protocol}SuccessFeedbackRoleArn`,
    `${protocol}FailureFeedbackRoleArn`,
  ]);
  return Object.fromEntries(names.map((name) => [`${member}.${name}`, passesRole]));
}

/** Whatever an operation calls it. */
function arnIn(input: Readonly<Record<string, unknown>>): string | undefined {
  const { TopicArn, TargetArn, ResourceArn, SubscriptionArn, PlatformApplicationArn, EndpointArn } = input;
  return [TopicArn, TargetArn, ResourceArn, SubscriptionArn, PlatformApplicationArn, EndpointArn].find(
    (arn): arn is string => typeof arn === "string",
  );
}

/** A subscription's ARN is its topic's and an id. */
function withoutSubscription(arn: string): string {
  return /^((?:[^:]*:){5}[^:]+):[^:]+$/.exec(arn)?.[1] ?? arn;
}

function isStranger({ principal }: OperationContext, arn: string): boolean {
  return principal.kind === "anonymous" || accountOf(arn) !== principal.account;
}

/** A link unsubscribes whom it names, unless that is to be done with a signature; a subscription's owner does it, whose topic it is all the same. */
async function mayUnsubscribe(context: OperationContext<SnsState>, arn: string): Promise<boolean> {
  const { principal, host } = context;
  if (principal.kind === "anonymous") return true;
  if (accountOf(arn) === principal.account) return false;
  return (await readOwner(host, arn)) === principal.account;
}

function accountOf(arn: string): Place["account"] | undefined {
  return parseArn(arn)?.account;
}

function anyoneMay(action: string): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: action, Resource: "*" }] });
}
