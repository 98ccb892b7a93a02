import type { GetScheduleCommandOutput } from "@aws-sdk/client-scheduler";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useNavigate, useParams } from "react-router";
import { arnHref } from "../../../choices/arn-href.ts";
import { SchedulePreview } from "../../../schedule/schedule-preview.tsx";
import { Copyable } from "../../../shell/copyable.tsx";
import { JsonText } from "../../../shell/json-text.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { formatTime } from "../../../text/times.ts";
import { schedulePath } from "../paths.ts";
import { useSchedule } from "../schedule/schedule.ts";
import { useDeleteSchedule } from "./schedules.tsx";

export function Component() {
  const { group = "", schedule: name = "" } = useParams();
  const live = useSchedule(group, name);
  const navigate = useNavigate();
  const remove = useDeleteSchedule(() => undefined);
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: "Schedules", href: "/console/events/schedules" }]}
      actions={
        <div className="squall-actions">
          <RouteButton href={`${schedulePath(group, name)}/edit`}>Edit</RouteButton>
          <Button
            disabled={!live.data}
            onClick={async () => {
              if (await remove(group, name)) await navigate("/console/events/schedules");
            }}
          >
            Delete
          </Button>
        </div>
      }
    >
      <Loaded live={live} what={`the schedule ${name}`} feature="EventBridge Scheduler">
        {(schedule) => <Details schedule={schedule} />}
      </Loaded>
    </Page>
  );
}

function Details({ schedule }: { schedule: GetScheduleCommandOutput }) {
  const { ScheduleExpression = "", ScheduleExpressionTimezone: zone = "UTC", Target, FlexibleTimeWindow } = schedule;
  const { Arn = "", RoleArn = "", Input, RetryPolicy, DeadLetterConfig } = Target ?? {};
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Schedule detail</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Schedule name", value: schedule.Name },
            {
              label: "Status",
              value: (
                <StatusIndicator type={schedule.State === "ENABLED" ? "success" : "stopped"}>
                  {schedule.State === "ENABLED" ? "Enabled" : "Disabled"}
                </StatusIndicator>
              ),
            },
            { label: "Schedule ARN", value: <Copyable text={schedule.Arn ?? ""} what="ARN" /> },
            { label: "Schedule group", value: schedule.GroupName },
            { label: "Description", value: schedule.Description || "-" },
            { label: "Action after completion", value: schedule.ActionAfterCompletion ?? "NONE" },
            { label: "Start time", value: formatTime(schedule.StartDate) },
            { label: "End time", value: formatTime(schedule.EndDate) },
            { label: "Created", value: formatTime(schedule.CreationDate) },
          ]}
        />
      </Container>
      <Container header={<Header variant="h2">Schedule</Header>}>
        <SpaceBetween size="s">
          <KeyValuePairs
            columns={3}
            items={[
              { label: "Expression", value: <span className="squall-mono">{ScheduleExpression}</span> },
              { label: "Time zone", value: zone },
              {
                label: "Flexible time window",
                value:
                  FlexibleTimeWindow?.Mode === "FLEXIBLE"
                    ? `${FlexibleTimeWindow.MaximumWindowInMinutes} minutes`
                    : "Off",
              },
            ]}
          />
          <SchedulePreview expression={ScheduleExpression} dialect="scheduler" zone={zone} />
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Target</Header>}>
        <SpaceBetween size="s">
          <KeyValuePairs
            columns={2}
            items={[
              {
                label: "Target",
                value: arnHref(Arn) ? (
                  <RouteLink href={arnHref(Arn)}>
                    <span className="squall-anywhere">{Arn}</span>
                  </RouteLink>
                ) : (
                  <span className="squall-anywhere">{Arn}</span>
                ),
              },
              { label: "Execution role", value: <span className="squall-anywhere">{RoleArn}</span> },
              {
                label: "Retry policy",
                value: `${RetryPolicy?.MaximumRetryAttempts ?? 185} retries, ${(RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400) / 3_600} hours`,
              },
              {
                label: "Dead-letter queue",
                value: <span className="squall-anywhere">{DeadLetterConfig?.Arn ?? "-"}</span>,
              },
            ]}
          />
          {Input && <JsonText text={Input} />}
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}
