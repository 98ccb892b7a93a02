import {
  ApiGatewayV2Client,
  type Authorizer,
  CreateAuthorizerCommand,
  DeleteAuthorizerCommand,
  GetAuthorizersCommand,
  UpdateAuthorizerCommand,
} from "@aws-sdk/client-apigatewayv2";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { linesOf, numberBetween, type Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { makeWhole } from "../../../form/create.ts";
import { useLive } from "../../../live/use-live.ts";
import { allowInvoke } from "../../../permission/allow-invoke.ts";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import type { ApiPartProps } from "./api-part.ts";

const isJwt = ({ type }: Values) => type === "JWT";
const isFunction = ({ type }: Values) => type === "REQUEST";

const functionOf = (uri: string | undefined) => /functions\/(.+)\/invocations$/.exec(uri ?? "")?.[1] ?? "";

/** Who may use routes, as a token or a function says. */
export function Authorizers({ api: { ApiId = "", ProtocolType } }: ApiPartProps) {
  const client = useClient(ApiGatewayV2Client);
  const lambda = useClient(LambdaClient);
  const { account, region } = useSession();
  const isWebSocket = ProtocolType === "WEBSOCKET";
  const authorizers = useLive(
    `apigateway/authorizers/${ApiId}`,
    async () => (await client.send(new GetAuthorizersCommand({ ApiId, MaxResults: "500" }))).Items ?? [],
  );
  const source = isWebSocket ? /^route\.request\./ : /^\$(request|context|stageVariables)/;
  const fields: readonly FieldDescription[] = [
    { name: "name", label: "Name", required: "Enter a name for the authorizer." },
    {
      name: "source",
      label: "Identity source",
      kind: "area",
      rows: 2,
      constraint: `One a line: ${isWebSocket ? "route.request.querystring.token" : "$request.header.Authorization"}.`,
      required: "Enter where the identity is.",
      problem: (text) =>
        linesOf(text).every((line) => source.test(line))
          ? undefined
          : `It begins with ${isWebSocket ? "route.request." : "$request."}`,
    },
    {
      name: "issuer",
      label: "Issuer URL",
      required: "Enter the issuer's URL.",
      problem: (url) => (/^https?:\/\//.test(url) ? undefined : "Enter a URL: https://issuer.example.com."),
      shown: isJwt,
    },
    {
      name: "audience",
      label: "Audience",
      kind: "area",
      rows: 2,
      constraint: "One a line.",
      required: "Enter whom tokens are for.",
      shown: isJwt,
    },
    {
      name: "functionArn",
      label: "Lambda function",
      kind: "choice",
      useChoices: useFunctionChoices,
      required: "Choose a function.",
      shown: isFunction,
    },
    {
      name: "simple",
      label: "Response mode",
      kind: "check",
      text: "Simple: the function answers isAuthorized, and no policy",
      shown: (values) => !isWebSocket && isFunction(values),
    },
    {
      name: "ttl",
      label: "Authorizer caching in seconds",
      problem: numberBetween(0, 3_600),
      shown: (values) => !isWebSocket && isFunction(values),
    },
  ];
  const typeField: FieldDescription = {
    name: "type",
    label: "Authorizer type",
    kind: "radio",
    options: isWebSocket
      ? [{ value: "REQUEST", label: "Lambda" }]
      : [
          { value: "JWT", label: "JWT: tokens that an issuer has signed" },
          { value: "REQUEST", label: "Lambda" },
        ],
  };
  const settingsOf = (values: Values) => ({
    ApiId,
    Name: values.name,
    AuthorizerType: values.type === "JWT" ? ("JWT" as const) : ("REQUEST" as const),
    IdentitySource: linesOf(values.source),
    ...(isJwt(values)
      ? { JwtConfiguration: { Issuer: values.issuer, Audience: linesOf(values.audience) } }
      : {
          AuthorizerUri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${values.functionArn}/invocations`,
          ...(!isWebSocket && {
            AuthorizerPayloadFormatVersion: "2.0",
            EnableSimpleResponses: values.simple === "true",
            AuthorizerResultTtlInSeconds: values.ttl ? Number(values.ttl) : undefined,
          }),
        }),
  });
  return (
    <PartTable<Authorizer>
      id="apigateway.authorizers"
      title="Authorizers"
      noun="authorizers"
      one="authorizer"
      live={authorizers}
      rowId={({ AuthorizerId = "" }) => AuthorizerId}
      name={({ Name = "" }) => Name}
      columns={[
        { id: "name", header: "Name", cell: (one) => one.Name, value: (one) => one.Name, width: 200 },
        {
          id: "type",
          header: "Type",
          cell: (one) => one.AuthorizerType,
          value: (one) => one.AuthorizerType,
          width: 120,
        },
        {
          id: "by",
          header: "Issuer or function",
          cell: (one) => one.JwtConfiguration?.Issuer ?? functionOf(one.AuthorizerUri),
          width: 320,
        },
        { id: "source", header: "Identity source", cell: (one) => one.IdentitySource?.join(", "), width: 260 },
      ]}
      empty="No authorizers."
      create={{
        text: "Create authorizer",
        fields: [typeField, ...fields],
        initial: isWebSocket
          ? { type: "REQUEST", source: "route.request.header.Authorization" }
          : { type: "JWT", source: "$request.header.Authorization", simple: "true", ttl: "300" },
        save: (values) =>
          makeWhole(async (made) => {
            const { AuthorizerId } = await client.send(new CreateAuthorizerCommand(settingsOf(values)));
            made("the authorizer", () => client.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId })));
            if (!isFunction(values)) return;
            const { functionArn = "" } = values;
            const sourceArn = `arn:aws:execute-api:${region}:${account}:${ApiId}/authorizers/${AuthorizerId}`;
            await allowInvoke(lambda, { functionArn, principal: "apigateway.amazonaws.com", sourceArn }, made);
          }),
        done: ({ name }) => `Successfully created authorizer ${name}.`,
      }}
      edit={{
        fields,
        initial: (one) => ({
          type: one.AuthorizerType ?? "",
          name: one.Name ?? "",
          source: one.IdentitySource?.join("\n") ?? "",
          issuer: one.JwtConfiguration?.Issuer ?? "",
          audience: one.JwtConfiguration?.Audience?.join("\n") ?? "",
          functionArn: functionOf(one.AuthorizerUri),
          simple: one.EnableSimpleResponses ? "true" : "",
          ttl: String(one.AuthorizerResultTtlInSeconds ?? ""),
        }),
        save: ({ AuthorizerId }, values) =>
          client.send(new UpdateAuthorizerCommand({ ...settingsOf(values), AuthorizerId })),
      }}
      remove={{
        body: () => "Routes that ask it must ask another first.",
        run: ({ AuthorizerId }) => client.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId })),
      }}
    />
  );
}
