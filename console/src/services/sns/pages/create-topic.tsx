import { CreateTopicCommand, GetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { useState } from "react";
import { useNavigate } from "react-router";
import { isNotFound } from "../../../aws/errors.ts";
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
import { topicPath } from "../paths.ts";
import {
  DisplayNameField,
  TopicFields,
  type TopicForm,
  toTopicAttributes,
  toTopicForm,
} from "../topic/topic-fields.tsx";

export function Component() {
  const client = useClient(SNSClient);
  const { account, region } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [isFifo, setFifo] = useState(false);
  const [form, setForm] = useState<TopicForm>(() => toTopicForm({}));
  const [policy, setPolicy] = useState("");
  const [tags, setTags] = useState<readonly Pair[]>([]);
  const change = (part: Partial<TopicForm>) => setForm((before) => ({ ...before, ...part }));
  const create = useAction(async () => {
    // AWS gives a topic of the name back instead of refusing.
    await checkIsNew(`a topic ${name}`, async () => {
      try {
        const TopicArn = `arn:aws:sns:${region}:${account}:${name}`;
        await client.send(new GetTopicAttributesCommand({ TopicArn }));
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    });
    const wanted = Object.entries(toTopicAttributes(form, isFifo)).filter(
      ([attribute, value]) => value !== "" && !(attribute === "TracingConfig" && value === "PassThrough"),
    );
    const { TopicArn = "" } = await client.send(
      new CreateTopicCommand({
        Name: name,
        Attributes: {
          ...Object.fromEntries(wanted),
          ...(isFifo && { FifoTopic: "true" }),
          ...(policy.trim() && { Policy: policy }),
        },
        Tags: Object.entries(fromPairs(tags)).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    await navigate(topicPath(TopicArn));
    notify.success(`Topic ${name} created successfully. You can create subscriptions and send messages to them.`);
  });
  return (
    <Page title="Create topic" breadcrumbs={[{ text: "Topics", href: "/console/sns/topics" }]}>
      <EditForm
        action={create}
        submit="Create topic"
        cancelTo="/console/sns/topics"
        failed="The topic could not be created"
      >
        <Container header={<Header variant="h2">Details</Header>}>
          <SpaceBetween size="l">
            <Tiles
              ariaLabel="Type"
              value={isFifo ? "fifo" : "standard"}
              items={[
                {
                  value: "standard",
                  label: "Standard",
                  description:
                    "Best-effort message ordering, at-least-once delivery. Subscriptions: SQS, Lambda, HTTP, SMS, email.",
                },
                {
                  value: "fifo",
                  label: "FIFO (first-in, first-out)",
                  description: "Strictly-preserved message ordering, exactly-once delivery. Subscriptions: SQS.",
                },
              ]}
              onChange={({ detail }) => {
                const isNowFifo = detail.value === "fifo";
                const plain = name.replace(/\.fifo$/, "");
                setFifo(isNowFifo);
                setName(isNowFifo && plain ? `${plain}.fifo` : plain);
              }}
            />
            <Field
              label="Name"
              constraintText={`Maximum 256 characters. Can include alphanumeric characters, hyphens (-) and underscores (_).${isFifo ? " The name of a FIFO topic ends with .fifo." : ""}`}
              problem={checkName(name, isFifo)}
            >
              <Input
                value={name}
                placeholder={isFifo ? "MyTopic.fifo" : "MyTopic"}
                autoFocus
                spellcheck={false}
                onChange={({ detail }) => setName(detail.value)}
              />
            </Field>
            <DisplayNameField form={form} change={change} />
          </SpaceBetween>
        </Container>
        <TopicFields form={form} isFifo={isFifo} change={change} />
        <Container
          header={
            <Header
              variant="h2"
              description="Who can publish to and subscribe to the topic. Left empty, only the topic owner can."
            >
              Access policy - optional
            </Header>
          }
        >
          <Field stretch problem={policy.trim() === "" ? undefined : checkDocument(policy)}>
            <PolicyField document={policy} onChange={setPolicy} heightPixels={200} />
          </Field>
        </Container>
        <Container header={<Header variant="h2">Tags - optional</Header>}>
          <PairsEditor pairs={tags} onChange={setTags} addText="Add tag" emptyText="No tags." />
        </Container>
      </EditForm>
    </Page>
  );
}

function checkName(name: string, isFifo: boolean): string | undefined {
  if (name === "") return "Enter a name for the topic.";
  if (isFifo && !name.endsWith(".fifo")) return "The name of a FIFO topic ends with .fifo.";
  if (name.length > 256) return "A topic name can have up to 256 characters.";
  return /^[\w-]+$/.test(isFifo ? name.slice(0, -".fifo".length) : name)
    ? undefined
    : "Use only letters, digits, hyphens (-) and underscores (_).";
}
