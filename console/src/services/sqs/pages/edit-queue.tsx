import { SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { checkDocument, formatJson } from "../../../policy/policy-document.ts";
import { PolicyField } from "../../../policy/policy-field.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { ConfigurationFields, EncryptionFields } from "../form/queue-fields.tsx";
import { changedAttributes, type QueueForm, toForm } from "../form/queue-form.ts";
import { DeadLetterFields, RedriveAllowFields } from "../form/redrive-fields.tsx";
import { queueCrumbs, queuePath } from "../paths.ts";
import { type QueueDescription, useQueue } from "../queue/queue.ts";

export function Component() {
  const { name = "" } = useParams();
  const live = useQueue(name);
  // The form begins with what the queue is when the page opens, whatever happens meanwhile.
  const first = useRef<QueueDescription>(undefined);
  first.current ??= live.data;
  return (
    <Page title="Edit queue" breadcrumbs={queueCrumbs(name)}>
      <Loaded live={{ ...live, data: first.current }} what={`the queue ${name}`}>
        {(queue) => <EditQueue queue={queue} />}
      </Loaded>
    </Page>
  );
}

function EditQueue({ queue }: { queue: QueueDescription }) {
  const { name, url, attributes } = queue;
  const client = useClient(SQSClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [before] = useState(() => {
    const form = toForm(name, attributes);
    return { ...form, policy: form.policy && formatJson(form.policy) };
  });
  const [form, setForm] = useState<QueueForm>(before);
  const change = (part: Partial<QueueForm>) => setForm((earlier) => ({ ...earlier, ...part }));
  const save = useAction(async () => {
    const Attributes = changedAttributes(before, form);
    if (Object.keys(Attributes).length > 0)
      await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
    await navigate(queuePath(name));
    notify.success(`Queue ${name} saved successfully.`);
  });
  return (
    <EditForm action={save} submit="Save" cancelTo={queuePath(name)} failed="The queue could not be saved">
      <ConfigurationFields form={form} change={change} />
      <EncryptionFields form={form} change={change} />
      <Container
        header={
          <Header
            variant="h2"
            description="Define who can access your queue. Without a policy only the account itself can."
          >
            Access policy
          </Header>
        }
      >
        <Field stretch problem={form.policy.trim() === "" ? undefined : checkDocument(form.policy)}>
          <PolicyField document={form.policy} onChange={(policy) => change({ policy })} heightPixels={240} />
        </Field>
      </Container>
      <RedriveAllowFields form={form} change={change} />
      <DeadLetterFields form={form} change={change} />
    </EditForm>
  );
}
