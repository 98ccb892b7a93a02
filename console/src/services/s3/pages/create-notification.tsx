import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { useQueueChoices } from "../../../choices/queues.ts";
import { useTopicChoices } from "../../../choices/topics.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { type DestinationKind, destinations } from "../../../notification/destinations.ts";
import { everyUpload, NotificationFields } from "../../../notification/notification-fields.tsx";
import { putNotification } from "../../../notification/put-notification.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useSession } from "../../../shell/session-provider.tsx";
import { bucketPath, folderCrumbs } from "../paths.ts";

export function Component() {
  const { bucket = "" } = useParams();
  const { account, client } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [filter, setFilter] = useState(everyUpload);
  const [kind, setKind] = useState<DestinationKind>("lambda");
  const [destination, setDestination] = useState("");
  const [isAllowed, setAllowed] = useState(true);
  const back = bucketPath(bucket, "", "properties");
  const save = useAction(async () => {
    await putNotification(client, { bucket, account, destination, id: name, filter, isAllowed });
    await navigate(back);
    notify.success(`Successfully created event notification "${name}". Operation successfully completed.`);
  });
  return (
    <Page
      title="Create event notification"
      breadcrumbs={folderCrumbs(bucket, "")}
      description="To enable notifications, specify the events that you want S3 to send and where to send them."
    >
      <EditForm
        action={save}
        submit="Save changes"
        cancelTo={back}
        failed="The event notification could not be created"
      >
        <Container header={<Header variant="h2">General configuration</Header>}>
          <Field
            label="Event name"
            constraintText="Event name can contain up to 255 characters."
            problem={checkEventName(name)}
          >
            <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
          </Field>
        </Container>
        <Container header={<Header variant="h2">Event types</Header>}>
          <NotificationFields filter={filter} onChange={setFilter} />
        </Container>
        <Container header={<Header variant="h2">Destination</Header>}>
          <SpaceBetween size="l">
            <FormField
              label="Destination"
              description={
                <>
                  Choose a destination to publish the event. To send all events of the bucket to EventBridge, turn on{" "}
                  <RouteLink href={back}>Amazon EventBridge in its properties</RouteLink>.
                </>
              }
            >
              <RadioGroup
                ariaLabel="Destination"
                value={kind}
                items={destinations.map(({ value, label, description }) => ({ value, label, description }))}
                onChange={({ detail }) => {
                  setKind(detail.value as DestinationKind);
                  setDestination("");
                }}
              />
            </FormField>
            <DestinationField kind={kind} arn={destination} onChange={setDestination} />
            <Checkbox
              checked={isAllowed}
              description="A statement is added to the destination's policy. Without the permission S3 refuses the notification."
              onChange={({ detail }) => setAllowed(detail.checked)}
            >
              Let S3 send to the destination
            </Checkbox>
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}

interface DestinationFieldProps {
  readonly kind: DestinationKind;
  readonly arn: string;
  readonly onChange: (arn: string) => void;
}

function DestinationField({ kind, arn, onChange }: DestinationFieldProps) {
  const choices = {
    lambda: useFunctionChoices(kind === "lambda"),
    sns: useTopicChoices(kind === "sns"),
    sqs: useQueueChoices(kind === "sqs"),
  };
  const { label, service, noun } = destinations.find(({ value }) => value === kind)!;
  return (
    <ChoiceField
      label={label}
      value={arn}
      onChange={onChange}
      choices={choices[kind]}
      problem={checkArn(arn, service, noun)}
    />
  );
}

function checkEventName(name: string): string | undefined {
  if (name === "") return "Enter a name for the notification.";
  return name.length <= 255 ? undefined : "An event name has up to 255 characters.";
}
