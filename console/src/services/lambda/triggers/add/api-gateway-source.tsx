import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateStageCommand,
  DeleteApiCommand,
} from "@aws-sdk/client-apigatewayv2";
import { LambdaClient } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { ChoiceField } from "../../../../choices/choice-field.tsx";
import { makeWhole } from "../../../../form/create.ts";
import { Field } from "../../../../form/field.tsx";
import { useLive } from "../../../../live/use-live.ts";
import { useClient, useSession } from "../../../../shell/session-provider.tsx";
import { addFunctionRoute } from "../../../apigateway/api/add-function-route.ts";
import { invokeUrl, routePathOf } from "../../../apigateway/api/invoke-url.ts";
import { readApis } from "../../../apigateway/api/read-apis.ts";
import { stageUrl } from "../../../apigateway/rest/stage-url.ts";
import type { SourceProps } from "./adder.ts";

const securities = [
  {
    value: "NONE",
    label: "Open",
    description: "Your API endpoint is publicly available and can be invoked by all users.",
  },
  { value: "AWS_IAM", label: "IAM", description: "Callers sign their requests, and need execute-api:Invoke." },
] as const;

const keySecurity = {
  value: "KEY",
  label: "API key",
  description: "Callers send x-api-key, of a usage plan that has the stage.",
} as const;

/** An HTTP or a REST API whose path of the function's name invokes it: a new one, or one that there is. */
export default function ApiGatewaySource({ functionName, functionArn, onChange }: SourceProps) {
  const client = useClient(ApiGatewayV2Client);
  const lambda = useClient(LambdaClient);
  const { account, region, client: asked } = useSession();
  const [intent, setIntent] = useState("create");
  const [apiId, setApiId] = useState("");
  const [kind, setKind] = useState("HTTP");
  const [security, setSecurity] = useState<"NONE" | "AWS_IAM" | "KEY">("NONE");
  const [stage, setStage] = useState("default");
  const apis = useLive(
    `choices/all-apis/${region}`,
    async () => {
      const { readRestApis } = await import("../../../apigateway/api/read-rest-apis.ts");
      const { APIGatewayClient } = await import("@aws-sdk/client-api-gateway");
      const [http, rest] = await Promise.all([readApis(client), readRestApis(asked(APIGatewayClient))]);
      return [
        ...http.map(({ ApiId = "", Name = "" }) => ({ value: ApiId, label: Name, description: `HTTP API, ${ApiId}` })),
        ...rest.map(({ id = "", name = "" }) => ({ value: id, label: name, description: `REST API, ${id}` })),
      ];
    },
    { enabled: intent === "use" },
  );
  const usesRest = apis.data?.find(({ value }) => value === apiId)?.description.startsWith("REST") ?? false;
  const isRest = intent === "create" ? kind === "REST" : usesRest;
  onChange(async () => {
    const path = routePathOf(functionName);
    const authorization = { AuthorizationType: security === "KEY" ? ("NONE" as const) : security };
    const route = { routeKey: `ANY ${path}`, functionArn, authorization, at: { account, region } };
    let name = apis.data?.find(({ value }) => value === apiId)?.label ?? apiId;
    await makeWhole(async (made) => {
      let into = apiId;
      if (isRest) {
        const [{ APIGatewayClient, GetRestApiCommand }, { addFunctionResource, makeFunctionApi }] = await Promise.all([
          import("@aws-sdk/client-api-gateway"),
          import("../../../apigateway/rest/make-function-api.ts"),
        ]);
        const api = {
          name: `${functionName}-API`,
          description: "Created by AWS Lambda",
          stage: intent === "create" ? "default" : stage,
          pathPart: functionName,
          authorizationType: authorization.AuthorizationType,
          needsKey: security === "KEY",
        };
        const at = { account, region };
        const gateway = asked(APIGatewayClient);
        const of = { ...api, functionArn, at };
        if (intent === "use") {
          const { rootResourceId: parentId } = await gateway.send(new GetRestApiCommand({ restApiId: apiId }));
          await addFunctionResource(gateway, lambda, { ...of, restApiId: apiId, parentId }, made);
        }
        const restApiId = intent === "use" ? apiId : await makeFunctionApi(gateway, lambda, of, made);
        name = stageUrl(restApiId, of.stage) + path;
        return;
      }
      if (intent === "create") {
        name = `${functionName}-API`.slice(0, 128);
        const Description = `Created by AWS Lambda`;
        const api = await client.send(new CreateApiCommand({ Name: name, ProtocolType: "HTTP", Description }));
        into = api.ApiId ?? "";
        made(`the API ${name}`, () => client.send(new DeleteApiCommand({ ApiId: into })));
        await client.send(new CreateStageCommand({ ApiId: into, StageName: "default", AutoDeploy: true }));
        name = invokeUrl(api.ApiEndpoint ?? "", "default") + path;
      }
      await addFunctionRoute(client, lambda, { ...route, apiId: into }, made);
    });
    return name;
  });
  return (
    <SpaceBetween size="l">
      <Field label="Intent" description="Use an existing API or have us create one for you." problem={undefined}>
        <RadioGroup
          value={intent}
          items={[
            { value: "create", label: "Create a new API" },
            { value: "use", label: "Use existing API" },
          ]}
          onChange={({ detail }) => setIntent(detail.value)}
        />
      </Field>
      {intent === "create" && (
        <Field label="API type" problem={undefined}>
          <RadioGroup
            value={kind}
            items={[
              {
                value: "HTTP",
                label: "HTTP API",
                description: "Low latency, CORS and JWT authorizers; deployed by itself.",
              },
              {
                value: "REST",
                label: "REST API",
                description: "With API keys, models, mapping templates and tests of methods.",
              },
            ]}
            onChange={({ detail }) => {
              setKind(detail.value);
              if (detail.value === "HTTP" && security === "KEY") setSecurity("NONE");
            }}
          />
        </Field>
      )}
      {intent === "use" && (
        <ChoiceField
          label="Existing API"
          description="The API that the route, or the resource, is added to."
          value={apiId}
          onChange={(id) => {
            setApiId(id);
            if (security === "KEY") setSecurity("NONE");
          }}
          choices={apis}
          problem={apiId === "" ? "Choose an API." : undefined}
        />
      )}
      {intent === "use" && usesRest && (
        <Field
          label="Deployment stage"
          description="The API is deployed to it: what else has changed is served, too."
          problem={/^[\w-]{1,128}$/.test(stage) ? undefined : "Use only letters, digits, hyphens and underscores."}
        >
          <Input value={stage} onChange={({ detail }) => setStage(detail.value)} />
        </Field>
      )}
      <Field label="Security" description="Configure the security mechanism for your API endpoint." problem={undefined}>
        <Select
          options={isRest ? [...securities, keySecurity] : securities}
          selectedOption={[...securities, keySecurity].find(({ value }) => value === security) ?? null}
          onChange={({ detail }) => setSecurity(detail.selectedOption.value as typeof security)}
        />
      </Field>
      <Box color="text-body-secondary">
        Lambda will add the necessary permissions for Amazon API Gateway to invoke your Lambda function from this
        trigger. The API is deployed to the stage <b>{intent === "use" && usesRest ? stage : "default"}</b>; requests to{" "}
        <b>{routePathOf(functionName)}</b> invoke the function.
      </Box>
    </SpaceBetween>
  );
}
