import { CloudWatchClient, SetAlarmStateCommand, type StateValue } from "@aws-sdk/client-cloudwatch";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Alarm, stateTexts } from "./alarm.ts";

interface SetStateDialogProps {
  readonly alarm: Alarm;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Puts an alarm into a state until it is next evaluated: its actions can be tried so. */
export function SetStateDialog({ alarm, ...told }: SetStateDialogProps) {
  const client = useClient(CloudWatchClient);
  const { AlarmName = "" } = alarm;
  return (
    <FieldsDialog
      {...told}
      title={`Set the state of ${AlarmName}`}
      submit="Set state"
      fields={[
        {
          name: "state",
          label: "State",
          kind: "radio",
          description: "It lasts until the alarm is next evaluated. The state's actions run.",
          options: Object.entries(stateTexts).map(([value, label]) => ({ value, label })),
        },
        {
          name: "reason",
          label: "Reason",
          required: "Enter a reason; the history shows it.",
          problem: (value) => (value.length <= 1_023 ? undefined : "A reason has up to 1,023 characters."),
        },
      ]}
      initial={{ state: alarm.StateValue === "ALARM" ? "OK" : "ALARM", reason: "" }}
      failed="The state could not be set"
      done={`The state of ${AlarmName} was set.`}
      save={({ state, reason }) =>
        client.send(new SetAlarmStateCommand({ AlarmName, StateValue: state as StateValue, StateReason: reason }))
      }
    />
  );
}
