import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
} from "@aws-sdk/client-cloudwatch";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";

/** Source: "DeleteAlarms": up to a hundred, of composite ones only one at a time. */
const mostAtOnce = 100;

/** What is done with one alarm or several. */
export function useAlarmCommands(onChange: () => void) {
  const client = useClient(CloudWatchClient);
  const confirmed = useConfirmed();
  const notify = useNotify();
  const textOf = (names: readonly string[]) => (names.length === 1 ? `alarm ${names[0]}` : `${names.length} alarms`);
  return {
    async remove(alarms: readonly { readonly AlarmName?: string; readonly AlarmRule?: string }[]): Promise<boolean> {
      const names = alarms.map(({ AlarmName = "" }) => AlarmName);
      return confirmed(
        {
          title: `Delete ${textOf(names)}?`,
          body: <>Nobody is told any more what {names.join(", ")} watched.</>,
          action: "Delete",
        },
        async () => {
          // A composite alarm stands on others, which can only go after it.
          for (const { AlarmName = "" } of alarms.filter(({ AlarmRule }) => AlarmRule !== undefined))
            await client.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
          const simple = alarms.filter(({ AlarmRule }) => AlarmRule === undefined);
          for (let at = 0; at < simple.length; at += mostAtOnce) {
            const AlarmNames = simple.slice(at, at + mostAtOnce).map(({ AlarmName = "" }) => AlarmName);
            await client.send(new DeleteAlarmsCommand({ AlarmNames }));
          }
        },
        { done: `Successfully deleted ${textOf(names)}.`, failed: `Deleting ${textOf(names)} failed`, onChange },
      );
    },
    async enable(names: readonly string[], isEnabled: boolean): Promise<void> {
      const AlarmNames = [...names];
      const done = isEnabled ? "enabled" : "disabled";
      try {
        await client.send(
          isEnabled ? new EnableAlarmActionsCommand({ AlarmNames }) : new DisableAlarmActionsCommand({ AlarmNames }),
        );
        notify.success(`The actions of ${textOf(names)} are ${done}.`);
      } catch (error) {
        notify.error(`The actions of ${textOf(names)} could not be ${done}`, error);
      }
      onChange();
    },
  };
}
