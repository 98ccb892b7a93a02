import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { functionPath } from "../paths.ts";
import { EditPage } from "./edit-page.tsx";

export function Component() {
  return (
    <EditPage title="Add permissions" description="A statement of the function's resource-based policy.">
      {({ Configuration }) => <AddPermissions name={Configuration?.FunctionName ?? ""} />}
    </EditPage>
  );
}

function AddPermissions({ name }: { name: string }) {
  const client = useClient(LambdaClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const back = `${functionPath(name, "configuration")}&section=permissions`;
  const [kind, setKind] = useState<"service" | "account">("service");
  const [service, setService] = useState(services[0]!);
  const [account, setAccount] = useState("");
  const [sourceArn, setSourceArn] = useState("");
  const [sourceAccount, setSourceAccount] = useState("");
  const [statementId, setStatementId] = useState("");
  const [action, setAction] = useState("lambda:InvokeFunction");
  const isService = kind === "service";
  const save = useAction(async () => {
    await client.send(
      new AddPermissionCommand({
        FunctionName: name,
        StatementId: statementId,
        Action: action,
        Principal: isService ? service.value : account,
        ...(isService && sourceArn && { SourceArn: sourceArn }),
        ...(isService && sourceAccount && { SourceAccount: sourceAccount }),
      }),
    );
    await navigate(back);
    notify.success(`The statement ${statementId} was added to the policy of ${name}.`);
  });
  return (
    <EditForm action={save} submit="Save" cancelTo={back} failed="The permission could not be added">
      <Container header={<Header variant="h2">Edit policy statement</Header>}>
        <SpaceBetween size="l">
          <Tiles
            value={kind}
            ariaLabel="Who may invoke"
            items={[
              {
                value: "service",
                label: "AWS service",
                description: "A service that invokes the function, such as S3.",
              },
              { value: "account", label: "AWS account", description: "Another account, or a user or role of it." },
            ]}
            onChange={({ detail }) => setKind(detail.value as "service" | "account")}
          />
          {isService ? (
            <SpaceBetween size="l">
              <FormField label="Service">
                <Select
                  ariaLabel="Service"
                  options={services}
                  selectedOption={service}
                  onChange={({ detail }) => setService(detail.selectedOption as (typeof services)[number])}
                />
              </FormField>
              <FormField label="Source ARN - optional" description="Only this resource may invoke the function.">
                <Input
                  value={sourceArn}
                  placeholder="arn:aws:s3:::bucket"
                  spellcheck={false}
                  onChange={({ detail }) => setSourceArn(detail.value)}
                />
              </FormField>
              <Field
                label="Source account - optional"
                description="The account that owns the resource, where its ARN does not say so."
                problem={/^(\d{12})?$/.test(sourceAccount) ? undefined : "An account ID has twelve digits."}
              >
                <Input
                  value={sourceAccount}
                  inputMode="numeric"
                  onChange={({ detail }) => setSourceAccount(detail.value)}
                />
              </Field>
            </SpaceBetween>
          ) : (
            <Field
              label="Principal"
              description="An account ID, or the ARN of a user or role."
              problem={checkPrincipal(account)}
            >
              <Input value={account} spellcheck={false} onChange={({ detail }) => setAccount(detail.value)} />
            </Field>
          )}
          <Field
            label="Statement ID"
            description="Enter a unique statement ID to differentiate this statement within the policy."
            problem={checkStatementId(statementId)}
          >
            <Input value={statementId} spellcheck={false} onChange={({ detail }) => setStatementId(detail.value)} />
          </Field>
          <FormField label="Action">
            <Select
              ariaLabel="Action"
              options={actions}
              selectedOption={{ value: action, label: action }}
              onChange={({ detail }) => setAction(detail.selectedOption.value ?? action)}
            />
          </FormField>
        </SpaceBetween>
      </Container>
    </EditForm>
  );
}

function checkPrincipal(principal: string): string | undefined {
  if (principal === "") return "Enter an account ID or an ARN.";
  return /^\d{12}$|^arn:|^\*$/.test(principal) ? undefined : "Enter twelve digits, or an ARN, which begins with arn:.";
}

function checkStatementId(id: string): string | undefined {
  if (id === "") return "Enter a statement ID.";
  return /^[\w-]{1,100}$/.test(id) ? undefined : "Use 1 to 100 letters, digits, hyphens and underscores.";
}

const services = [
  { label: "S3", value: "s3.amazonaws.com" },
  { label: "SNS", value: "sns.amazonaws.com" },
  { label: "EventBridge (CloudWatch Events)", value: "events.amazonaws.com" },
  { label: "EventBridge Scheduler", value: "scheduler.amazonaws.com" },
  { label: "API Gateway", value: "apigateway.amazonaws.com" },
  { label: "CloudWatch Logs", value: "logs.amazonaws.com" },
  { label: "IoT", value: "iot.amazonaws.com" },
];

const actions = ["lambda:InvokeFunction", "lambda:GetFunction", "lambda:*"].map((value) => ({ value, label: value }));
