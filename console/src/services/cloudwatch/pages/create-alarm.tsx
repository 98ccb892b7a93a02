import { CloudWatchClient, type Metric, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { checkIsNew } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { readAlarm } from "../alarms/alarm.ts";
import { AlarmFields } from "../alarms/alarm-fields.tsx";
import { type AlarmForm, initialForm, toInput } from "../alarms/alarm-form.ts";
import { alarmPath, alarmsCrumb } from "../paths.ts";

export function Component() {
  const client = useClient(CloudWatchClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [search] = useSearchParams();
  const [form, setForm] = useState(() => formOfAddress(search));
  const create = useAction(async () => {
    // PutMetricAlarm would overwrite an alarm of this name, whichever kind it is.
    await checkIsNew(`an alarm ${form.name}`, async () => (await readAlarm(client, form.name)) !== undefined);
    await client.send(new PutMetricAlarmCommand(toInput(form)));
    await navigate(alarmPath(form.name));
    notify.success(`Successfully created alarm ${form.name}.`);
  });
  return (
    <Page title="Create alarm" breadcrumbs={[alarmsCrumb]}>
      <EditForm
        action={create}
        submit="Create alarm"
        cancelTo={alarmsCrumb.href}
        failed="The alarm could not be created"
      >
        <AlarmFields form={form} onChange={setForm} isNew />
      </EditForm>
    </Page>
  );
}

/** What a graph hands over: a metric with its statistic and period, or queries. */
function formOfAddress(search: URLSearchParams): AlarmForm {
  const metric = parse<Metric>(search.get("metric"));
  const queries = parse<unknown[]>(search.get("queries"));
  const form = initialForm(metric, search.get("stat") ?? undefined, search.get("period") ?? undefined);
  return queries ? { ...form, source: "math", queries: JSON.stringify(queries, undefined, 2) } : form;
}

function parse<T>(text: string | null): T | undefined {
  try {
    return text ? (JSON.parse(text) as T) : undefined;
  } catch {
    return undefined;
  }
}
