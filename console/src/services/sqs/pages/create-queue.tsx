import { CreateQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { useState } from "react";
import { useNavigate } from "react-router";
import { nameOfUrl } from "../../../choices/queues.ts";
import { checkIsNew } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { fromPairs, type Pair, PairsEditor } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { checkDocument } from "../../../policy/policy-document.ts";
import { PolicyField } from "../../../policy/policy-field.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { ConfigurationFields, EncryptionFields } from "../form/queue-fields.tsx";
import { newAttributes, ownerPolicy, type QueueForm, toForm } from "../form/queue-form.ts";
import { DeadLetterFields, RedriveAllowFields } from "../form/redrive-fields.tsx";
import { queuePath } from "../paths.ts";

export function Component() {
  const client = useClient(SQSClient);
  const { account, region } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const [form, setForm] = useState<QueueForm>(() => toForm("", {}));
  const [isAdvanced, setAdvanced] = useState(false);
  const [tags, setTags] = useState<readonly Pair[]>([]);
  const change = (part: Partial<QueueForm>) => setForm((before) => ({ ...before, ...part }));
  const ownPolicy = ownerPolicy(`arn:aws:sqs:${region}:${account}:${form.name}`, account);
  const create = useAction(async () => {
    const { name: QueueName } = form;
    // AWS gives a queue of the same attributes back instead of refusing.
    await checkIsNew(`a queue ${QueueName}`, async () => {
      const { QueueUrls = [] } = await client.send(new ListQueuesCommand({ QueueNamePrefix: QueueName }));
      return QueueUrls.some((url) => nameOfUrl(url) === QueueName);
    });
    await client.send(
      new CreateQueueCommand({
        QueueName,
        Attributes: newAttributes({ ...form, policy: isAdvanced ? form.policy : ownPolicy }),
        tags: fromPairs(tags),
      }),
    );
    await navigate(queuePath(QueueName));
    notify.success(`Queue ${QueueName} created successfully. You can now send and receive messages.`);
  });
  return (
    <Page title="Create queue" breadcrumbs={[{ text: "Queues", href: "/console/sqs/queues" }]}>
      <EditForm
        action={create}
        submit="Create queue"
        cancelTo="/console/sqs/queues"
        failed="The queue could not be created"
      >
        <Container header={<Header variant="h2">Details</Header>}>
          <SpaceBetween size="l">
            <Tiles
              ariaLabel="Type"
              value={form.isFifo ? "fifo" : "standard"}
              items={[
                {
                  value: "standard",
                  label: "Standard",
                  description: "At-least-once delivery, message ordering isn't preserved.",
                },
                {
                  value: "fifo",
                  label: "FIFO",
                  description: "First-in-first-out delivery, message ordering is preserved, exactly-once processing.",
                },
              ]}
              onChange={({ detail }) => {
                const isFifo = detail.value === "fifo";
                const name = form.name.replace(/\.fifo$/, "");
                change({ isFifo, name: isFifo && name ? `${name}.fifo` : name });
              }}
            />
            <Field
              label="Name"
              constraintText={`A queue name is case-sensitive and can have up to 80 characters. You can use alphanumeric characters, hyphens (-), and underscores (_).${form.isFifo ? " The name of a FIFO queue ends with .fifo." : ""}`}
              problem={checkName(form)}
            >
              <Input
                value={form.name}
                placeholder={form.isFifo ? "MyQueue.fifo" : "MyQueue"}
                autoFocus
                spellcheck={false}
                onChange={({ detail }) => change({ name: detail.value })}
              />
            </Field>
          </SpaceBetween>
        </Container>
        <ConfigurationFields form={form} change={change} />
        <EncryptionFields form={form} change={change} />
        <Container
          header={
            <Header variant="h2" description="Define who can access your queue.">
              Access policy
            </Header>
          }
        >
          <SpaceBetween size="l">
            <RadioGroup
              ariaLabel="Choose method"
              value={isAdvanced ? "advanced" : "basic"}
              items={[
                { value: "basic", label: "Basic", description: "Only the queue owner can send and receive messages." },
                {
                  value: "advanced",
                  label: "Advanced",
                  description: "Use a JSON object to define an advanced access policy.",
                },
              ]}
              onChange={({ detail }) => {
                setAdvanced(detail.value === "advanced");
                change({ policy: detail.value === "advanced" ? form.policy || ownPolicy : form.policy });
              }}
            />
            {isAdvanced && (
              <Field stretch problem={checkDocument(form.policy)}>
                <PolicyField document={form.policy} onChange={(policy) => change({ policy })} />
              </Field>
            )}
          </SpaceBetween>
        </Container>
        <RedriveAllowFields form={form} change={change} />
        <DeadLetterFields form={form} change={change} />
        <Container
          header={
            <Header variant="h2" description="A tag is a label assigned to an AWS resource.">
              Tags - optional
            </Header>
          }
        >
          <PairsEditor pairs={tags} onChange={setTags} addText="Add new tag" emptyText="No tags." />
        </Container>
      </EditForm>
    </Page>
  );
}

function checkName({ name, isFifo }: QueueForm): string | undefined {
  if (name === "") return "Enter a name for the queue.";
  if (isFifo && !name.endsWith(".fifo")) return "The name of a FIFO queue ends with .fifo.";
  if (name.length > 80) return "A queue name can have up to 80 characters.";
  return /^[\w-]+$/.test(isFifo ? name.slice(0, -".fifo".length) : name)
    ? undefined
    : "Use only letters, digits, hyphens (-), and underscores (_).";
}
