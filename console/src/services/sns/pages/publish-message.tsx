import { type MessageAttributeValue, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { nameOfArn } from "../../../choices/choice.ts";
import { type Attribute, AttributesEditor, toMessageAttributes } from "../../../form/attributes-editor.tsx";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { topicCrumbs, topicPath } from "../paths.ts";
import { isFifoTopic } from "../topic/topic.ts";

export function Component() {
  const { arn = "" } = useParams();
  const client = useClient(SNSClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const isFifo = isFifoTopic(arn);
  const [subject, setSubject] = useState("");
  const [isCustom, setCustom] = useState(false);
  const [message, setMessage] = useState("");
  const [group, setGroup] = useState("");
  const [deduplication, setDeduplication] = useState("");
  const [attributes, setAttributes] = useState<readonly Attribute[]>([]);
  const publish = useAction(async () => {
    const { MessageId } = await client.send(
      new PublishCommand({
        TopicArn: arn,
        Subject: subject || undefined,
        Message: message,
        MessageStructure: isCustom ? "json" : undefined,
        MessageAttributes: toMessageAttributes(attributes) as Record<string, MessageAttributeValue>,
        MessageGroupId: group || undefined,
        MessageDeduplicationId: deduplication || undefined,
      }),
    );
    await navigate(topicPath(arn));
    notify.success(`Message published to topic ${nameOfArn(arn)} successfully. Message ID: ${MessageId}`);
  });
  return (
    <Page title="Publish message to topic" breadcrumbs={topicCrumbs(arn)}>
      <EditForm
        action={publish}
        submit="Publish message"
        cancelTo={topicPath(arn)}
        failed="The message could not be published"
      >
        <Container header={<Header variant="h2">Message details</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Subject - optional"
              constraintText="Maximum 100 printable ASCII characters."
              problem={subject.length > 100 ? "A subject can have up to 100 characters." : undefined}
            >
              <Input value={subject} onChange={({ detail }) => setSubject(detail.value)} />
            </Field>
            {isFifo && (
              <SpaceBetween size="l">
                <Field
                  label="Message group ID"
                  problem={group === "" ? "A message of a FIFO topic needs a group." : undefined}
                >
                  <Input value={group} spellcheck={false} onChange={({ detail }) => setGroup(detail.value)} />
                </Field>
                <Field label="Message deduplication ID - optional" problem={undefined}>
                  <Input
                    value={deduplication}
                    spellcheck={false}
                    onChange={({ detail }) => setDeduplication(detail.value)}
                  />
                </Field>
              </SpaceBetween>
            )}
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Message body</Header>}>
          <SpaceBetween size="l">
            <RadioGroup
              ariaLabel="Message structure"
              value={isCustom ? "custom" : "identical"}
              items={[
                {
                  value: "identical",
                  label: "Identical payload for all delivery protocols.",
                  description:
                    "The same payload is sent to endpoints subscribed to the topic, regardless of their protocol.",
                },
                {
                  value: "custom",
                  label: "Custom payload for each delivery protocol.",
                  description: "Different payloads are sent to endpoints, based on their protocol.",
                },
              ]}
              onChange={({ detail }) => {
                setCustom(detail.value === "custom");
                if (detail.value === "custom" && message === "") setMessage(customExample);
              }}
            />
            <Field label="Message body to send to the endpoint" stretch problem={checkMessage(message, isCustom)}>
              <Textarea
                value={message}
                rows={8}
                spellcheck={false}
                onChange={({ detail }) => setMessage(detail.value)}
              />
            </Field>
          </SpaceBetween>
        </Container>
        <Container
          header={
            <Header variant="h2" description="Structured metadata about the message, by which subscriptions filter.">
              Message attributes
            </Header>
          }
        >
          <AttributesEditor
            attributes={attributes}
            onChange={setAttributes}
            types={["String", "String.Array", "Number", "Binary"]}
          />
        </Container>
      </EditForm>
    </Page>
  );
}

function checkMessage(message: string, isCustom: boolean): string | undefined {
  if (message === "") return "Enter a message.";
  if (!isCustom) return undefined;
  try {
    return "default" in (JSON.parse(message) as object) ? undefined : "The payload of “default” is missing.";
  } catch {
    return "Enter a JSON object with a payload for each protocol.";
  }
}

const customExample = `{
  "default": "Sample fallback message",
  "email": "Sample message for email endpoints",
  "sqs": "Sample message for Amazon SQS endpoints",
  "lambda": "Sample message for AWS Lambda endpoints",
  "http": "Sample message for HTTP endpoints",
  "https": "Sample message for HTTPS endpoints",
  "sms": "Sample message for SMS endpoints"
}`;
