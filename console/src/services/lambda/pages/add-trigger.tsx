import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { lazy, Suspense, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { functionPath } from "../paths.ts";
import { EditPage } from "./edit-page.tsx";

export function Component() {
  return (
    <EditPage title="Add trigger">
      {({ Configuration }) => (
        <AddTrigger name={Configuration?.FunctionName ?? ""} functionArn={Configuration?.FunctionArn ?? ""} />
      )}
    </EditPage>
  );
}

/** The sources whose services this Squall has, by AWS's names and order; each with its own part of the form. */
const sources = [
  {
    value: "apigateway",
    label: "API Gateway",
    description: "aws   api   application-services   backend   HTTP   REST   serverless",
    Fields: lazy(() => import("../triggers/add/api-gateway-source.tsx")),
  },
  {
    value: "iot",
    label: "AWS IoT",
    description: "aws   devices   iot   mqtt",
    Fields: lazy(() => import("../triggers/add/iot-source.tsx")),
  },
  {
    value: "logs",
    label: "CloudWatch Logs",
    description: "aws   logging   management-tools",
    Fields: lazy(() => import("../triggers/add/logs-source.tsx")),
  },
  {
    value: "dynamodb",
    label: "DynamoDB",
    description: "aws   database   event-source-mapping   nosql   polling",
    Fields: lazy(() => import("../triggers/add/dynamodb-source.tsx")),
  },
  {
    value: "eventbridge",
    label: "EventBridge (CloudWatch Events)",
    description: "aws   asynchronous   schedule   management-tools",
    Fields: lazy(() => import("../triggers/add/eventbridge-source.tsx")),
  },
  {
    value: "scheduler",
    label: "EventBridge Scheduler",
    description: "aws   asynchronous   schedule   time-zone",
    Fields: lazy(() => import("../triggers/add/scheduler-source.tsx")),
  },
  {
    value: "s3",
    label: "S3",
    description: "aws   asynchronous   storage",
    Fields: lazy(() => import("../triggers/add/s3-source.tsx")),
  },
  {
    value: "sns",
    label: "SNS",
    description: "aws   asynchronous   messaging   pub-sub   push",
    Fields: lazy(() => import("../triggers/add/sns-source.tsx")),
  },
  {
    value: "sqs",
    label: "SQS",
    description: "aws   event-source-mapping   polling   queue",
    Fields: lazy(() => import("../triggers/add/sqs-source.tsx")),
  },
];
const options = sources.map(({ value, label, description }) => ({ value, label, description }));

function AddTrigger({ name, functionArn }: { name: string; functionArn: string }) {
  const navigate = useNavigate();
  const notify = useNotify();
  const [chosen, setChosen] = useState<string>();
  const source = sources.find(({ value }) => value === chosen);
  const make = useRef<() => Promise<string>>(undefined);
  const add = useAction(async () => {
    const trigger = await make.current?.();
    await navigate(`${functionPath(name, "configuration")}&section=triggers`);
    notify.success(
      `The trigger ${trigger} was successfully added to function ${name}. The function is now receiving events from the trigger.`,
    );
  });
  return (
    <EditForm action={add} submit="Add" cancelTo={functionPath(name)} failed="The trigger could not be created">
      <Container header={<Header variant="h2">Trigger configuration</Header>}>
        <SpaceBetween size="l">
          <Field problem={source === undefined ? "Choose a source." : undefined}>
            <Select
              ariaLabel="Select a source"
              placeholder="Select a source"
              options={options}
              selectedOption={options.find(({ value }) => value === chosen) ?? null}
              onChange={({ detail }) => setChosen(detail.selectedOption.value)}
            />
          </Field>
          {source && (
            <Suspense fallback={<StatusIndicator type="loading">Loading the form</StatusIndicator>}>
              <source.Fields
                functionName={name}
                functionArn={functionArn}
                onChange={(given) => {
                  make.current = given;
                }}
              />
            </Suspense>
          )}
        </SpaceBetween>
      </Container>
    </EditForm>
  );
}
