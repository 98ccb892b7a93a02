import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateStageCommand,
  DeleteApiCommand,
} from "@aws-sdk/client-apigatewayv2";
import { LambdaClient } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { nameOfArn } from "../../../choices/choice.ts";
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
import { routePathOf } from "../api/invoke-url.ts";
import { apiPath } from "../paths.ts";

/** An HTTP API with a stage that deploys by itself, and with a route to a function if one is chosen. */
export function Component() {
  const client = useClient(ApiGatewayV2Client);
  const lambda = useClient(LambdaClient);
  const { account, region } = useSession();
  const functions = useFunctionChoices();
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [functionArn, setFunctionArn] = useState("");
  const create = useAction(async () => {
    let ApiId = "";
    await makeWhole(async (made) => {
      const api = await client.send(
        new CreateApiCommand({ Name: name, ProtocolType: "HTTP", Description: description || undefined }),
      );
      ApiId = api.ApiId ?? "";
      made(`the API ${name}`, () => client.send(new DeleteApiCommand({ ApiId })));
      await client.send(new CreateStageCommand({ ApiId, StageName: "$default", AutoDeploy: true }));
      if (functionArn === "") return;
      const path = routePathOf(nameOfArn(functionArn));
      const authorization = { AuthorizationType: "NONE" } as const;
      const route = { apiId: ApiId, routeKey: `ANY ${path}`, functionArn, authorization };
      await addFunctionRoute(client, lambda, { ...route, at: { account, region } }, made);
    });
    await navigate(apiPath(ApiId));
    notify.success(`Successfully created API ${name} (${ApiId}).`);
  });
  return (
    <Page title="Create HTTP API" breadcrumbs={[{ text: "APIs", href: "/console/apigateway/apis" }]}>
      <EditForm
        action={create}
        submit="Create"
        cancelTo="/console/apigateway/apis"
        failed="The API could not be created"
      >
        <Container header={<Header variant="h2">API details</Header>}>
          <SpaceBetween size="l">
            <Field
              label="API name"
              description="An HTTP API must have a name. A non-unique name is allowed."
              problem={
                name === "" ? "Enter a name for the API." : name.length > 128 ? "Up to 128 characters." : undefined
              }
            >
              <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </Field>
            <Field
              label="Description - optional"
              problem={description.length > 1_024 ? "Up to 1,024 characters." : undefined}
            >
              <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
            </Field>
          </SpaceBetween>
        </Container>
        <Container
          header={
            <Header
              variant="h2"
              description="Requests to the path of the function's name invoke it; more routes are added later."
            >
              Integration - optional
            </Header>
          }
        >
          <ChoiceField
            label="Lambda function"
            value={functionArn}
            onChange={setFunctionArn}
            choices={functions}
            problem={functionArn === "" ? undefined : checkArn(functionArn, "lambda", "a function")}
          />
        </Container>
      </EditForm>
    </Page>
  );
}
