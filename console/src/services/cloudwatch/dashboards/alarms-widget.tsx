import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { stateTexts, stateTypes } from "../alarms/alarm.ts";
import { alarmPath } from "../paths.ts";

/** Alarms with their states. */
export function AlarmsWidget({ arns }: { readonly arns: readonly string[] }) {
  const client = useClient(CloudWatchClient);
  const names = arns.map((arn) => arn.split(":alarm:").at(-1) ?? arn);
  const alarms = useLive(
    `cloudwatch/widget-alarms/${names.join()}`,
    async () => {
      const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
        new DescribeAlarmsCommand({ AlarmNames: names, AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }),
      );
      return [...MetricAlarms, ...CompositeAlarms];
    },
    { enabled: names.length > 0, everyMs: 3_000 },
  );
  if (names.length === 0) return <Box color="text-body-secondary">No alarms are chosen.</Box>;
  return (
    <Loaded live={alarms} what="the alarms">
      {(found) => (
        <SpaceBetween size="xs">
          {names.map((name) => {
            const state = found.find(({ AlarmName }) => AlarmName === name)?.StateValue;
            return (
              <div key={name}>
                {state ? (
                  <StatusIndicator type={stateTypes[state]}>
                    {stateTexts[state]}: <RouteLink href={alarmPath(name)}>{name}</RouteLink>
                  </StatusIndicator>
                ) : (
                  <StatusIndicator type="warning">There is no alarm {name}</StatusIndicator>
                )}
              </div>
            );
          })}
        </SpaceBetween>
      )}
    </Loaded>
  );
}
