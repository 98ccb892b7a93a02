import {
  DeleteTopicRuleCommand,
  DisableTopicRuleCommand,
  EnableTopicRuleCommand,
  IoTClient,
  ListTopicRulesCommand,
  type TopicRuleListItem,
} from "@aws-sdk/client-iot";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime } from "../../../text/times.ts";
import { rulePath } from "../paths.ts";
import { readAll } from "../read-all.ts";

export function Component() {
  const several = useSeveral();
  const client = useClient(IoTClient);
  const notify = useNotify();
  const confirmed = useConfirmed();
  const rules = useLive("iot/rules", () =>
    readAll(
      (nextToken) => client.send(new ListTopicRulesCommand({ nextToken, maxResults: 250 })),
      (page) => page.rules,
    ),
  );
  const toggle = useAction(
    async ({ ruleName, ruleDisabled }: TopicRuleListItem) => {
      if (ruleDisabled) await client.send(new EnableTopicRuleCommand({ ruleName }));
      else await client.send(new DisableTopicRuleCommand({ ruleName }));
      notify.success(`Successfully ${ruleDisabled ? "activated" : "deactivated"} rule ${ruleName}.`);
      rules.refresh();
    },
    (error) => notify.error("The rule could not be changed", error),
  );
  const remove = ({ ruleName = "" }: TopicRuleListItem) =>
    confirmed(
      {
        title: `Delete rule ${ruleName}?`,
        body: "Messages run its actions no more.",
        action: "Delete",
        typed: "delete",
      },
      () => client.send(new DeleteTopicRuleCommand({ ruleName })),
      {
        done: `Successfully deleted rule ${ruleName}.`,
        failed: `The rule ${ruleName} could not be deleted`,
        onChange: rules.refresh,
      },
    );
  return (
    <ListPage<TopicRuleListItem>
      id="iot.rules"
      title="Rules"
      noun="rules"
      description="Rules take messages from topics to functions, tables, queues and other services."
      feature="AWS IoT"
      live={rules}
      columns={columns}
      rowId={({ ruleName = "" }) => ruleName}
      select="multi"
      rowArn={({ ruleArn }) => ruleArn}
      sortBy={{ column: "name" }}
      create={{ text: "Create rule", href: "/console/iot/create-rule" }}
      empty="No rules. Create one, and a device's message runs a function."
      actions={(chosen, selected = onlyOf(chosen)) => (
        <>
          <Button disabled={!selected} loading={toggle.isRunning} onClick={() => selected && void toggle.run(selected)}>
            {selected?.ruleDisabled ? "Activate" : "Deactivate"}
          </Button>
          <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "rules", remove)}>
            Delete
          </Button>
        </>
      )}
    />
  );
}

const columns: readonly Column<TopicRuleListItem>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ ruleName = "" }) => <RouteLink href={rulePath(ruleName)}>{ruleName}</RouteLink>,
    value: ({ ruleName = "" }) => ruleName,
    width: 240,
  },
  {
    id: "status",
    header: "Status",
    cell: ({ ruleDisabled }) => (
      <StatusIndicator type={ruleDisabled ? "stopped" : "success"}>
        {ruleDisabled ? "Inactive" : "Active"}
      </StatusIndicator>
    ),
    value: ({ ruleDisabled }) => (ruleDisabled ? "Inactive" : "Active"),
    width: 120,
  },
  {
    id: "topic",
    header: "Rule topic",
    cell: ({ topicPattern }) => topicPattern ?? "-",
    value: ({ topicPattern = "" }) => topicPattern,
    width: 300,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ createdAt }) => formatTime(createdAt),
    value: ({ createdAt }) => createdAt?.getTime(),
    width: 290,
  },
];
