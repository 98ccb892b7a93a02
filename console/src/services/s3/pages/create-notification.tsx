import { LambdaClient, paginateListFunctions } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { everyUpload, NotificationFields } from "../../../notification/notification-fields.tsx";
import { putNotification } from "../../../notification/put-notification.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { bucketPath, folderCrumbs } from "../paths.ts";

export function Component() {
  const { bucket = "" } = useParams();
  const s3 = useClient(S3Client);
  const lambda = useClient(LambdaClient);
  const { account } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [filter, setFilter] = useState(everyUpload);
  const [functionArn, setFunctionArn] = useState("");
  const back = bucketPath(bucket, "", "properties");
  const save = useAction(async () => {
    await putNotification({ s3, lambda }, { bucket, account, functionArn, id: name, filter });
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
            <FormField label="Destination" description="Choose a destination to publish the event.">
              <RadioGroup
                value="lambda"
                items={[
                  {
                    value: "lambda",
                    label: "Lambda function",
                    description: "Run a Lambda function script based on S3 events.",
                  },
                ]}
              />
            </FormField>
            <FunctionField arn={functionArn} onChange={setFunctionArn} />
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}

function FunctionField({ arn, onChange }: { arn: string; onChange: (arn: string) => void }) {
  const client = useClient(LambdaClient);
  const functions = useLive("lambda/function-arns", async () => {
    const found: { value: string; label: string }[] = [];
    for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
      found.push(
        ...Functions.map(({ FunctionArn = "", FunctionName = "" }) => ({ value: FunctionArn, label: FunctionName })),
      );
    }
    return found;
  });
  const options = functions.data ?? [];
  return (
    <Field label="Lambda function" problem={arn === "" ? "Choose a function." : undefined}>
      <Select
        ariaLabel="Lambda function"
        placeholder="Choose Lambda function"
        options={options}
        selectedOption={options.find(({ value }) => value === arn) ?? null}
        filteringType={options.length > 7 ? "auto" : "none"}
        statusType={functions.isLoading ? "loading" : functions.error ? "error" : "finished"}
        errorText="The functions could not be read."
        empty="There is no function in this region yet."
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </Field>
  );
}

function checkEventName(name: string): string | undefined {
  if (name === "") return "Enter a name for the notification.";
  return name.length <= 255 ? undefined : "An event name has up to 255 characters.";
}
