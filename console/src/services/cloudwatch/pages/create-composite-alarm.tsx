import { CloudWatchClient, PutCompositeAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { useState } from "react";
import { useNavigate } from "react-router";
import { checkIsNew } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { readAlarm } from "../alarms/alarm.ts";
import { CompositeFields, initialComposite, toCompositeInput } from "../alarms/composite-fields.tsx";
import { alarmPath, alarmsCrumb } from "../paths.ts";

export function Component() {
  const client = useClient(CloudWatchClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [form, setForm] = useState(initialComposite);
  const create = useAction(async () => {
    await checkIsNew(`an alarm ${form.name}`, async () => (await readAlarm(client, form.name)) !== undefined);
    await client.send(new PutCompositeAlarmCommand(toCompositeInput(form)));
    await navigate(alarmPath(form.name));
    notify.success(`Successfully created composite alarm ${form.name}.`);
  });
  return (
    <Page title="Create composite alarm" breadcrumbs={[alarmsCrumb]}>
      <EditForm
        action={create}
        submit="Create composite alarm"
        cancelTo={alarmsCrumb.href}
        failed="The alarm could not be created"
      >
        <CompositeFields form={form} onChange={setForm} isNew />
      </EditForm>
    </Page>
  );
}
