import type { Rule } from "@aws-sdk/client-eventbridge";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useSeveral } from "../../../shell/use-several.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { rulePath } from "../paths.ts";
import { useDeleteRule, useToggleRule } from "./change-rules.tsx";
import { isEnabled, typeOfRule, useRules } from "./rules.ts";

/** The rules of a bus, and what can be done with one. */
export function RuleTable({ bus }: { bus: string }) {
  const several = useSeveral();
  const rules = useRules(bus);
  const remove = useDeleteRule(bus, rules.refresh);
  const toggle = useToggleRule(bus, rules.refresh);
  const createHref = `/console/events/create-rule?bus=${encodeURIComponent(bus)}`;
  return (
    <ResourceTable
      id="events.rules"
      title="Rules"
      noun="rules"
      description="A rule watches for specific types of events. When a matching event occurs, or its time comes, it is sent to the rule's targets."
      feature="EventBridge"
      live={rules}
      columns={toColumns(bus)}
      rowId={({ Name = "" }) => Name}
      select="multi"
      rowArn={({ Arn }) => Arn}
      sortBy={{ column: "name" }}
      filters={[{ id: "status", label: "Status", value: statusOf }]}
      empty={{ text: "No rules.", action: <RouteButton href={createHref}>Create rule</RouteButton> }}
      actions={(chosen, selected = onlyOf(chosen)) => (
        <>
          <RouteButton disabled={!selected} href={selected && `${rulePath(bus, selected.Name ?? "")}/edit`}>
            Edit
          </RouteButton>
          <Button
            disabled={chosen.length === 0}
            ariaLabel="Delete rule"
            onClick={() => void several(chosen, "rules", ({ Name = "" }) => remove(Name))}
          >
            Delete
          </Button>
          <Button
            disabled={!selected || isEnabled(selected)}
            onClick={() => selected?.Name && void toggle.run(selected.Name, true)}
          >
            Enable
          </Button>
          <Button
            disabled={!selected || !isEnabled(selected)}
            onClick={() => selected?.Name && void toggle.run(selected.Name, false)}
          >
            Disable
          </Button>
          <RouteButton variant="primary" href={createHref}>
            Create rule
          </RouteButton>
        </>
      )}
    />
  );
}

export function RuleStatus({ rule }: { rule: Rule }) {
  return <StatusIndicator type={isEnabled(rule) ? "success" : "stopped"}>{statusOf(rule)}</StatusIndicator>;
}

function statusOf(rule: Rule): string {
  return isEnabled(rule) ? "Enabled" : "Disabled";
}

function toColumns(bus: string): readonly Column<Rule>[] {
  return [
    {
      id: "name",
      header: "Name",
      cell: ({ Name = "" }) => <RouteLink href={rulePath(bus, Name)}>{Name}</RouteLink>,
      value: ({ Name }) => Name,
      width: 260,
    },
    { id: "status", header: "Status", cell: (rule) => <RuleStatus rule={rule} />, value: statusOf, width: 130 },
    { id: "type", header: "Type", cell: typeOfRule, value: typeOfRule, width: 190 },
    {
      id: "what",
      header: "Schedule or pattern",
      cell: ({ ScheduleExpression, EventPattern }) => (
        <span className="squall-mono">{ScheduleExpression ?? EventPattern}</span>
      ),
      value: ({ ScheduleExpression, EventPattern }) => ScheduleExpression ?? EventPattern,
      width: 260,
    },
    {
      id: "description",
      header: "Description",
      cell: ({ Description }) => Description || "-",
      value: ({ Description }) => Description,
      width: 220,
    },
  ];
}
