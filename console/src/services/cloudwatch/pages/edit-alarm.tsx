import { CloudWatchClient, PutCompositeAlarmCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import Alert from "@cloudscape-design/components/alert";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Alarm, readAlarm } from "../alarms/alarm.ts";
import { AlarmFields } from "../alarms/alarm-fields.tsx";
import { formOf, toInput } from "../alarms/alarm-form.ts";
import { CompositeFields, compositeFormOf, toCompositeInput } from "../alarms/composite-fields.tsx";
import { alarmPath, alarmsCrumb } from "../paths.ts";

export function Component() {
  const { name = "" } = useParams();
  const client = useClient(CloudWatchClient);
  // Read once: what the user types is not overwritten.
  const alarm = useLive(`cloudwatch/alarm-once/${name}`, async () => ({ found: await readAlarm(client, name) }), {
    everyMs: Number.POSITIVE_INFINITY,
  });
  return (
    <Page title={`Edit ${name}`} breadcrumbs={[alarmsCrumb, { text: name, href: alarmPath(name) }]}>
      <Loaded live={alarm} what={`the alarm ${name}`}>
        {({ found }) =>
          found === undefined ? (
            <Alert type="error">There is no alarm {name}.</Alert>
          ) : found.AlarmRule === undefined ? (
            <EditMetricAlarm alarm={found} />
          ) : (
            <EditCompositeAlarm alarm={found} />
          )
        }
      </Loaded>
    </Page>
  );
}

function EditMetricAlarm({ alarm }: { readonly alarm: Alarm }) {
  const client = useClient(CloudWatchClient);
  const [form, setForm] = useState(() => formOf(alarm));
  const save = useSave(alarm, () => client.send(new PutMetricAlarmCommand(toInput(form, alarm))));
  return (
    <EditForm {...save}>
      <AlarmFields form={form} onChange={setForm} isNew={false} />
    </EditForm>
  );
}

function EditCompositeAlarm({ alarm }: { readonly alarm: Alarm }) {
  const client = useClient(CloudWatchClient);
  const [form, setForm] = useState(() => compositeFormOf(alarm));
  const save = useSave(alarm, () => client.send(new PutCompositeAlarmCommand(toCompositeInput(form))));
  return (
    <EditForm {...save}>
      <CompositeFields form={form} onChange={setForm} isNew={false} />
    </EditForm>
  );
}

function useSave({ AlarmName: name = "" }: Alarm, put: () => Promise<unknown>) {
  const navigate = useNavigate();
  const notify = useNotify();
  const action = useAction(async () => {
    await put();
    await navigate(alarmPath(name));
    notify.success(`Successfully updated alarm ${name}.`);
  });
  return { action, submit: "Update alarm", cancelTo: alarmPath(name), failed: "The alarm could not be saved" };
}
