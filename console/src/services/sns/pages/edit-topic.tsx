import { SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { nameOfArn } from "../../../choices/choice.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { topicCrumbs, topicPath } from "../paths.ts";
import { isFifoTopic, type TopicAttributes, useTopic } from "../topic/topic.ts";
import { DisplayNameField, TopicFields, toTopicAttributes, toTopicForm } from "../topic/topic-fields.tsx";

export function Component() {
  const { arn = "" } = useParams();
  const live = useTopic(arn);
  const first = useRef<TopicAttributes>(undefined);
  first.current ??= live.data;
  return (
    <Page title="Edit topic" breadcrumbs={topicCrumbs(arn)}>
      <Loaded live={{ ...live, data: first.current }} what={`the topic ${nameOfArn(arn)}`} feature="SNS">
        {(attributes) => <EditTopic arn={arn} attributes={attributes} />}
      </Loaded>
    </Page>
  );
}

function EditTopic({ arn, attributes }: { arn: string; attributes: TopicAttributes }) {
  const client = useClient(SNSClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const isFifo = isFifoTopic(arn);
  const [before] = useState(() => toTopicForm(attributes));
  const [form, setForm] = useState(before);
  const change = (part: Partial<typeof form>) => setForm((earlier) => ({ ...earlier, ...part }));
  const save = useAction(async () => {
    const were = toTopicAttributes(before, isFifo);
    for (const [AttributeName, AttributeValue] of Object.entries(toTopicAttributes(form, isFifo))) {
      if (were[AttributeName] === AttributeValue) continue;
      await client.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName, AttributeValue }));
    }
    await navigate(topicPath(arn));
    notify.success(`Topic ${nameOfArn(arn)} saved successfully.`);
  });
  return (
    <EditForm action={save} submit="Save changes" cancelTo={topicPath(arn)} failed="The topic could not be saved">
      <Container header={<Header variant="h2">Details</Header>}>
        <DisplayNameField form={form} change={change} />
      </Container>
      <TopicFields form={form} isFifo={isFifo} change={change} />
    </EditForm>
  );
}
