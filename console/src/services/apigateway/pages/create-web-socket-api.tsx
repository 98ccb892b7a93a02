import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateDeploymentCommand,
  CreateStageCommand,
  DeleteApiCommand,
} from "@aws-sdk/client-apigatewayv2";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { CreatePage, type Section } from "../../../described/create-page.tsx";
import { linesOf } from "../../../described/field-checks.ts";
import { makeWhole } from "../../../form/create.ts";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { addFunctionRoute } from "../api/add-function-route.ts";
import { apiPath } from "../paths.ts";

const sections: readonly Section[] = [
  {
    title: "API details",
    fields: [
      { name: "name", label: "API name", required: "Enter a name for the API." },
      {
        name: "selection",
        label: "Route selection expression",
        description: "What of a message says which route it takes.",
        required: "Enter an expression.",
        problem: (text) => (/^\$\{?request\.body\./.test(text) ? undefined : "It begins with $request.body."),
      },
    ],
  },
  {
    title: "Routes",
    description: "All of them invoke the function; what each does can be changed later.",
    fields: [
      {
        name: "functionArn",
        label: "Lambda function",
        kind: "choice",
        useChoices: useFunctionChoices,
        problem: (arn) =>
          /^arn:aws[a-z-]*:lambda:/.test(arn) ? undefined : "Enter the ARN of a function: arn:aws:lambda:…",
      },
      {
        name: "routes",
        label: "Route keys",
        kind: "area",
        rows: 4,
        constraint:
          "One a line. $connect and $disconnect are told of clients that come and go, $default of all other messages.",
        shown: ({ functionArn }) => Boolean(functionArn),
      },
    ],
  },
  {
    title: "Stage",
    fields: [
      {
        name: "stage",
        label: "Stage name",
        required: "Enter a name for the stage.",
        problem: (name) =>
          /^[\w-]{1,128}$/.test(name) ? undefined : "Use only letters, digits, hyphens and underscores, up to 128.",
      },
    ],
  },
];

/** A WebSocket API with its routes to a function, deployed to a stage. */
export function Component() {
  const client = useClient(ApiGatewayV2Client);
  const lambda = useClient(LambdaClient);
  const { account, region } = useSession();
  return (
    <CreatePage
      title="Create WebSocket API"
      breadcrumbs={[
        { text: "APIs", href: "/console/apigateway/apis" },
        { text: "Create API", href: "/console/apigateway/create-api" },
      ]}
      sections={sections}
      initial={{
        selection: "$request.body.action",
        routes: "$connect\n$disconnect\n$default",
        stage: "production",
      }}
      submit="Create"
      cancelTo="/console/apigateway/apis"
      failed="The API could not be created"
      save={async ({ name = "", selection, functionArn = "", routes, stage }) => {
        let ApiId = "";
        await makeWhole(async (made) => {
          const api = await client.send(
            new CreateApiCommand({ Name: name, ProtocolType: "WEBSOCKET", RouteSelectionExpression: selection }),
          );
          ApiId = api.ApiId ?? "";
          made(`the API ${name}`, () => client.send(new DeleteApiCommand({ ApiId })));
          if (functionArn !== "") {
            const authorization = { AuthorizationType: "NONE" } as const;
            const route = { apiId: ApiId, functionArn, isWebSocket: true, authorization, at: { account, region } };
            for (const routeKey of linesOf(routes))
              await addFunctionRoute(client, lambda, { ...route, routeKey }, made);
          }
          const isDeployed = functionArn !== "";
          const { DeploymentId } = isDeployed ? await client.send(new CreateDeploymentCommand({ ApiId })) : {};
          await client.send(new CreateStageCommand({ ApiId, StageName: stage, DeploymentId }));
        });
        return { to: apiPath(ApiId), done: `Successfully created API ${name} (${ApiId}).` };
      }}
    />
  );
}
