import { EventBridgeClient, ListEventBusesCommand, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { PipesClient, paginateListPipes } from "@aws-sdk/client-pipes";
import { paginateListSchedules, SchedulerClient, type ScheduleSummary } from "@aws-sdk/client-scheduler";
import type { FindResources } from "../../shell/console-service.ts";
import { findableKind, findKinds } from "../../shell/find-kinds.ts";
import { busPath, pipePath, rulePath, schedulePath } from "./paths.ts";

export const findResources: FindResources = (search) => findKinds([rules, buses, schedules, pipes], search);

/** Of the default bus: those of others are on their bus's page. */
const rules = findableKind<string>({
  kind: "Rule",
  async *pages({ client }) {
    let NextToken: string | undefined;
    do {
      const page = await client(EventBridgeClient).send(new ListRulesCommand({ NextToken }));
      yield (page.Rules ?? []).map(({ Name = "" }) => Name);
      NextToken = page.NextToken;
    } while (NextToken);
  },
  name: (name) => name,
  href: (name) => rulePath("default", name),
});

const buses = findableKind<string>({
  kind: "Event bus",
  async *pages({ client }) {
    const { EventBuses = [] } = await client(EventBridgeClient).send(new ListEventBusesCommand({}));
    yield EventBuses.map(({ Name = "" }) => Name);
  },
  name: (name) => name,
  href: busPath,
});

const schedules = findableKind<ScheduleSummary>({
  kind: "Schedule",
  async *pages({ client }) {
    for await (const { Schedules = [] } of paginateListSchedules({ client: client(SchedulerClient) }, {}))
      yield Schedules;
  },
  name: ({ Name }) => Name,
  href: ({ GroupName = "default", Name = "" }) => schedulePath(GroupName, Name),
});

const pipes = findableKind<string>({
  kind: "Pipe",
  async *pages({ client }) {
    for await (const { Pipes = [] } of paginateListPipes({ client: client(PipesClient) }, {}))
      yield Pipes.map(({ Name = "" }) => Name);
  },
  name: (name) => name,
  href: pipePath,
});
