import {
  IoTClient,
  ListPoliciesCommand,
  ListThingsCommand,
  ListTopicRulesCommand,
  type Policy,
  type ThingAttribute,
  type TopicRuleListItem,
} from "@aws-sdk/client-iot";
import type { FindResources } from "../../shell/console-service.ts";
import { findableKind, findKinds } from "../../shell/find-kinds.ts";
import { policyPath, rulePath, thingPath } from "./paths.ts";

export const findResources: FindResources = (search) => findKinds([things, rules, policies], search);

const things = findableKind<ThingAttribute>({
  kind: "Thing",
  async *pages({ client }) {
    let nextToken: string | undefined;
    do {
      const page = await client(IoTClient).send(new ListThingsCommand({ nextToken, maxResults: 250 }));
      yield page.things ?? [];
      nextToken = page.nextToken;
    } while (nextToken);
  },
  name: ({ thingName }) => thingName,
  href: ({ thingName = "" }) => thingPath(thingName),
});

const rules = findableKind<TopicRuleListItem>({
  kind: "IoT rule",
  async *pages({ client }) {
    yield (await client(IoTClient).send(new ListTopicRulesCommand({}))).rules ?? [];
  },
  name: ({ ruleName }) => ruleName,
  href: ({ ruleName = "" }) => rulePath(ruleName),
});

const policies = findableKind<Policy>({
  kind: "IoT policy",
  async *pages({ client }) {
    yield (await client(IoTClient).send(new ListPoliciesCommand({}))).policies ?? [];
  },
  name: ({ policyName }) => policyName,
  href: ({ policyName = "" }) => policyPath(policyName),
});
