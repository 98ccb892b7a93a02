import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { LambdaClient } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { makeWhole } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { addFunctionRoute } from "../api/add-function-route.ts";
import { apiPath } from "../paths.ts";

const methods = ["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].map((value) => ({ value }));
const authorizations = [
  { value: "NONE", label: "None", description: "Anybody who knows the address may call it." },
  { value: "AWS_IAM", label: "IAM", description: "Callers sign, and need execute-api:Invoke." },
] as const;

export function Component() {
  const { apiId = "" } = useParams();
  const client = useClient(ApiGatewayV2Client);
  const lambda = useClient(LambdaClient);
  const { account, region } = useSession();
  const functions = useFunctionChoices();
  const navigate = useNavigate();
  const notify = useNotify();
  const [method, setMethod] = useState("GET");
  const [path, setPath] = useState("/");
  const [functionArn, setFunctionArn] = useState("");
  const [authorization, setAuthorization] = useState<"NONE" | "AWS_IAM">("NONE");
  const create = useAction(async () => {
    const route = { apiId, method, path, functionArn, authorizationType: authorization };
    await makeWhole((made) => addFunctionRoute(client, lambda, { ...route, at: { account, region } }, made));
    await navigate(apiPath(apiId));
    notify.success(`Successfully created route ${method} ${path}.`);
  });
  return (
    <Page
      title="Create a route"
      breadcrumbs={[
        { text: "APIs", href: "/console/apigateway/apis" },
        { text: apiId, href: apiPath(apiId) },
      ]}
    >
      <EditForm action={create} submit="Create" cancelTo={apiPath(apiId)} failed="The route could not be created">
        <Container header={<Header variant="h2">Route and method</Header>}>
          <SpaceBetween size="l">
            <Field label="Method" problem={undefined}>
              <Select
                options={methods}
                selectedOption={methods.find(({ value }) => value === method) ?? null}
                onChange={({ detail }) => setMethod(detail.selectedOption.value ?? "GET")}
              />
            </Field>
            <Field
              label="Path"
              description="{name} takes one segment, {proxy+} at the end what is left; $default takes what no other route takes."
              problem={checkPath(path)}
            >
              <Input value={path} spellcheck={false} onChange={({ detail }) => setPath(detail.value)} />
            </Field>
            <ChoiceField
              label="Lambda function"
              description="The function that answers."
              value={functionArn}
              onChange={setFunctionArn}
              choices={functions}
              problem={checkArn(functionArn, "lambda", "a function")}
            />
            <Field label="Authorization" problem={undefined}>
              <Select
                options={authorizations}
                selectedOption={authorizations.find(({ value }) => value === authorization) ?? null}
                onChange={({ detail }) => setAuthorization(detail.selectedOption.value as "NONE" | "AWS_IAM")}
              />
            </Field>
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}

/** Source: "Create routes for HTTP APIs in API Gateway". */
function checkPath(path: string): string | undefined {
  if (path === "$default") return undefined;
  if (!path.startsWith("/")) return "A path begins with a slash.";
  if (/\s/.test(path)) return "A path has no spaces.";
  const segments = path.slice(1).split("/");
  const wrong = segments.find((each) => /[{}]/.test(each) && !/^\{[A-Za-z0-9._:-]+\+?\}$/.test(each));
  if (wrong !== undefined) return `${wrong} is no variable: it should be {name} or {name+}.`;
  return segments.slice(0, -1).some((each) => each.endsWith("+}")) ? "{name+} stands at the end only." : undefined;
}
