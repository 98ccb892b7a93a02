import { LambdaClient } from "@aws-sdk/client-lambda";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { useQueueChoices } from "../../../choices/queues.ts";
import { useTopicChoices } from "../../../choices/topics.ts";
import { makeWhole } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { allowInvoke } from "../../../permission/allow-invoke.ts";
import { allowSend } from "../../../permission/allow-send.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { isConfirmed, subscriptionPath, topicPath } from "../paths.ts";
import { DeliveryFields, toDeliveryForm, toSubscriptionAttributes } from "../subscription/delivery-fields.tsx";
import { checkEndpoint, type Protocol, protocols } from "../subscription/protocols.ts";

export function Component() {
  const [search] = useSearchParams();
  const sns = useClient(SNSClient);
  const sqs = useClient(SQSClient);
  const lambda = useClient(LambdaClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const topics = useTopicChoices();
  const given = search.get("topic") ?? "";
  const [topicArn, setTopicArn] = useState(given);
  const [protocol, setProtocol] = useState<Protocol>();
  const [endpoint, setEndpoint] = useState("");
  const [isAllowed, setAllowed] = useState(true);
  const [form, setForm] = useState(() => toDeliveryForm({}));
  const change = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const back = given ? topicPath(given) : "/console/sns/subscriptions";
  const create = useAction(async () => {
    if (!protocol) return;
    await makeWhole(async (made) => {
      if (isAllowed && protocol === "lambda")
        await allowInvoke(lambda, { functionArn: endpoint, principal: "sns.amazonaws.com", sourceArn: topicArn }, made);
      if (isAllowed && protocol === "sqs")
        await allowSend(sqs, endpoint, { principal: { Service: "sns.amazonaws.com" }, sourceArn: topicArn });
      const { SubscriptionArn } = await sns.send(
        new SubscribeCommand({
          TopicArn: topicArn,
          Protocol: protocol,
          Endpoint: endpoint,
          Attributes: toSubscriptionAttributes(form, protocol),
        }),
      );
      await navigate(isConfirmed(SubscriptionArn) ? subscriptionPath(SubscriptionArn) : topicPath(topicArn));
      notify.success(
        isConfirmed(SubscriptionArn)
          ? "Subscription created successfully."
          : "Subscription created successfully. It must be confirmed by its endpoint before it is sent messages.",
      );
    });
  });
  return (
    <Page title="Create subscription" breadcrumbs={[{ text: "Subscriptions", href: "/console/sns/subscriptions" }]}>
      <EditForm
        action={create}
        submit="Create subscription"
        cancelTo={back}
        failed="The subscription could not be created"
      >
        <Container header={<Header variant="h2">Details</Header>}>
          <SpaceBetween size="l">
            <ChoiceField
              label="Topic ARN"
              value={topicArn}
              onChange={setTopicArn}
              choices={topics}
              problem={checkArn(topicArn, "sns", "a topic")}
            />
            <Field
              label="Protocol"
              description="The type of endpoint to subscribe."
              problem={protocol === undefined ? "Choose a protocol." : undefined}
            >
              <Select
                ariaLabel="Protocol"
                placeholder="Select protocol"
                options={protocols.map(({ value, label }) => ({ value, label }))}
                selectedOption={protocols.find(({ value }) => value === protocol) ?? null}
                onChange={({ detail }) => {
                  setProtocol(detail.selectedOption.value as Protocol);
                  setEndpoint("");
                }}
              />
            </Field>
            {protocol && <EndpointField protocol={protocol} endpoint={endpoint} onChange={setEndpoint} />}
            {(protocol === "sqs" || protocol === "lambda") && (
              <Checkbox
                checked={isAllowed}
                description={
                  protocol === "sqs"
                    ? "A statement is added to the queue's access policy. Without it nothing is delivered."
                    : "A statement is added to the function's resource-based policy. Without it nothing is delivered."
                }
                onChange={({ detail }) => setAllowed(detail.checked)}
              >
                {protocol === "sqs" ? "Let the topic send to the queue" : "Let the topic invoke the function"}
              </Checkbox>
            )}
            {protocol && protocol !== "sqs" && protocol !== "lambda" && (
              <FormField>
                After your subscription is created, you must confirm it{protocol === "sms" ? ", but for SMS" : ""}.
              </FormField>
            )}
          </SpaceBetween>
        </Container>
        {protocol && <DeliveryFields form={form} protocol={protocol} change={change} />}
      </EditForm>
    </Page>
  );
}

interface EndpointFieldProps {
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly onChange: (endpoint: string) => void;
}

function EndpointField({ protocol, endpoint, onChange }: EndpointFieldProps) {
  const queues = useQueueChoices(protocol === "sqs");
  const functions = useFunctionChoices(protocol === "lambda");
  const problem = checkEndpoint(protocol, endpoint);
  const description = protocols.find(({ value }) => value === protocol)?.endpoint;
  if (protocol === "sqs" || protocol === "lambda")
    return (
      <ChoiceField
        label="Endpoint"
        description={description}
        value={endpoint}
        onChange={onChange}
        choices={protocol === "sqs" ? queues : functions}
        problem={problem}
      />
    );
  return (
    <Field label="Endpoint" description={description} problem={problem}>
      <Input value={endpoint} spellcheck={false} onChange={({ detail }) => onChange(detail.value.trim())} />
    </Field>
  );
}
