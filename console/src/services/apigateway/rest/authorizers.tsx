import {
  APIGatewayClient,
  type Authorizer,
  CreateAuthorizerCommand,
  DeleteAuthorizerCommand,
  GetAuthorizersCommand,
  TestInvokeAuthorizerCommand,
  UpdateAuthorizerCommand,
} from "@aws-sdk/client-api-gateway";
import { LambdaClient } from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { linesOf, numberBetween, type Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { PartTable } from "../../../described/part-table.tsx";
import { makeWhole } from "../../../form/create.ts";
import { useLive } from "../../../live/use-live.ts";
import { allowInvoke } from "../../../permission/allow-invoke.ts";
import { JsonText } from "../../../shell/json-text.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { patchesOf } from "./patches.ts";

const ofFunction = ({ type }: Values) => type !== "COGNITO_USER_POOLS";

const typeField: FieldDescription = {
  name: "type",
  label: "Authorizer type",
  kind: "radio",
  options: [
    { value: "TOKEN", label: "Lambda: of a token in a header" },
    { value: "REQUEST", label: "Lambda: of the whole request" },
    { value: "COGNITO_USER_POOLS", label: "Cognito" },
  ],
};

const fields: readonly FieldDescription[] = [
  {
    name: "name",
    label: "Authorizer name",
    required: "Enter a name for the authorizer.",
    problem: (name) =>
      /^[\w -]{1,128}$/.test(name) ? undefined : "Use letters, digits, spaces, hyphens and underscores.",
  },
  {
    name: "function",
    label: "Lambda function",
    kind: "choice",
    useChoices: useFunctionChoices,
    required: "Choose a function.",
    shown: ofFunction,
  },
  {
    name: "providers",
    label: "Cognito user pools",
    kind: "area",
    rows: 2,
    constraint: "One ARN a line.",
    required: "Enter the ARN of a user pool.",
    problem: (text) =>
      linesOf(text).every((line) => /^arn:aws[a-z-]*:cognito-idp:/.test(line))
        ? undefined
        : "An ARN begins with arn:aws:cognito-idp:.",
    shown: ({ type }) => type === "COGNITO_USER_POOLS",
  },
  {
    name: "source",
    label: "Identity source",
    required: "Enter where the identity is.",
    description: "method.request.header.Authorization; of several requests' parts with commas between them.",
    problem: (source) =>
      source.split(",").every((one) => /^\s*(method\.request\.|context\.|stageVariables\.)/.test(one))
        ? undefined
        : "It begins with method.request., context. or stageVariables.",
  },
  {
    name: "validation",
    label: "Token validation",
    description: "A regular expression that tokens match.",
    shown: ({ type }) => type === "TOKEN",
  },
  {
    name: "ttl",
    label: "Authorization caching in seconds",
    required: "Enter 0 to cache nothing.",
    problem: numberBetween(0, 3_600),
  },
];

const functionOf = (uri: string | undefined) => /functions\/(.+)\/invocations$/.exec(uri ?? "")?.[1] ?? "";

/** Who may call the API's methods, as a function or a user pool says. */
export function Authorizers({ restApiId }: { restApiId: string }) {
  const client = useClient(APIGatewayClient);
  const lambda = useClient(LambdaClient);
  const { account, region } = useSession();
  const [tested, setTested] = useState<Authorizer>();
  const [result, setResult] = useState<string>();
  const authorizers = useLive(
    `apigateway/rest/${restApiId}/authorizers`,
    async () => (await client.send(new GetAuthorizersCommand({ restApiId, limit: 500 }))).items ?? [],
  );
  const uriOf = (arn: string) => `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
  const create = (values: Values) =>
    makeWhole(async (made) => {
      const { type, name, function: functionArn = "", providers, source, validation, ttl } = values;
      const isOfFunction = ofFunction(values);
      const { id: authorizerId } = await client.send(
        new CreateAuthorizerCommand({
          restApiId,
          name,
          type: type as "TOKEN" | "REQUEST" | "COGNITO_USER_POOLS",
          authorizerUri: isOfFunction ? uriOf(functionArn) : undefined,
          providerARNs: isOfFunction ? undefined : linesOf(providers),
          identitySource: source,
          identityValidationExpression: (type === "TOKEN" && validation) || undefined,
          authorizerResultTtlInSeconds: Number(ttl),
        }),
      );
      made(`the authorizer ${name}`, () => client.send(new DeleteAuthorizerCommand({ restApiId, authorizerId })));
      const sourceArn = `arn:aws:execute-api:${region}:${account}:${restApiId}/authorizers/${authorizerId}`;
      const allowed = { functionArn, principal: "apigateway.amazonaws.com", sourceArn };
      if (isOfFunction) await allowInvoke(lambda, allowed, made);
    });
  return (
    <SpaceBetween size="l">
      <PartTable<Authorizer>
        id="apigateway.rest-authorizers"
        title="Authorizers"
        noun="authorizers"
        one="authorizer"
        live={authorizers}
        rowId={({ id = "" }) => id}
        name={({ name = "" }) => name}
        columns={[
          { id: "name", header: "Name", cell: (one) => one.name, value: (one) => one.name, width: 180 },
          { id: "type", header: "Type", cell: (one) => one.type, value: (one) => one.type, width: 150 },
          {
            id: "by",
            header: "Function or user pools",
            cell: ({ authorizerUri, providerARNs }) => functionOf(authorizerUri) || providerARNs?.join(", "),
            width: 300,
          },
          { id: "source", header: "Identity source", cell: (one) => one.identitySource, width: 260 },
        ]}
        empty="No authorizers."
        more={(selected) => (
          <Button
            disabled={!selected || !ofFunction({ type: selected.type ?? "" })}
            onClick={() => setTested(selected)}
          >
            Test
          </Button>
        )}
        create={{
          text: "Create authorizer",
          fields: [typeField, ...fields],
          initial: { type: "TOKEN", source: "method.request.header.Authorization", ttl: "300" },
          save: create,
          done: ({ name }) => `Successfully created authorizer ${name}.`,
        }}
        edit={{
          fields,
          initial: (one) => ({
            type: one.type ?? "",
            name: one.name ?? "",
            function: functionOf(one.authorizerUri),
            providers: one.providerARNs?.join("\n") ?? "",
            source: one.identitySource ?? "",
            validation: one.identityValidationExpression ?? "",
            ttl: String(one.authorizerResultTtlInSeconds ?? 300),
          }),
          save: (one, values) =>
            client.send(
              new UpdateAuthorizerCommand({
                restApiId,
                authorizerId: one.id,
                patchOperations: patchesOf(
                  {
                    "/name": one.name,
                    "/authorizerUri": one.authorizerUri,
                    "/identitySource": one.identitySource,
                    "/identityValidationExpression": one.identityValidationExpression,
                    "/authorizerResultTtlInSeconds": String(one.authorizerResultTtlInSeconds ?? 300),
                  },
                  {
                    "/name": values.name,
                    "/authorizerUri": ofFunction(values) ? uriOf(values.function ?? "") : one.authorizerUri,
                    "/identitySource": values.source,
                    "/identityValidationExpression": values.validation,
                    "/authorizerResultTtlInSeconds": values.ttl,
                  },
                ),
              }),
            ),
        }}
        remove={{
          body: () => "Methods that ask it must ask another first.",
          run: ({ id: authorizerId }) => client.send(new DeleteAuthorizerCommand({ restApiId, authorizerId })),
        }}
      />
      {result !== undefined && (
        <Container header={<Header variant="h2">Authorizer test</Header>}>
          <JsonText text={result} testId="authorizer-result" />
        </Container>
      )}
      {tested && (
        <FieldsDialog
          title={`Test authorizer ${tested.name}`}
          fields={[
            {
              name: "token",
              label: tested.identitySource ?? "Token",
              required: "Enter a token.",
            },
          ]}
          initial={{}}
          submit="Test authorizer"
          failed="The authorizer could not be tested"
          done="The authorizer has answered."
          save={async ({ token = "" }) => {
            const header =
              /method\.request\.header\.([\w-]+)/.exec(tested.identitySource ?? "")?.[1] ?? "Authorization";
            const { $metadata: _metadata, ...answer } = await client.send(
              new TestInvokeAuthorizerCommand({ restApiId, authorizerId: tested.id, headers: { [header]: token } }),
            );
            setResult(JSON.stringify(answer));
          }}
          onClose={() => setTested(undefined)}
        />
      )}
    </SpaceBetween>
  );
}
