import {
  APIGatewayClient,
  DeleteGatewayResponseCommand,
  type GatewayResponse,
  GetGatewayResponsesCommand,
  PutGatewayResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { pairsText, recordOf } from "../../../described/described-fields.tsx";
import type { FieldDescription } from "../../../described/field-description.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

const fields: readonly FieldDescription[] = [
  {
    name: "status",
    label: "Status code",
    description: "Empty: as API Gateway has it.",
    problem: (status) => (/^[1-5]\d\d$/.test(status) ? undefined : "Enter a status of three digits."),
  },
  {
    name: "headers",
    label: "Response headers",
    kind: "pairs",
    add: "Add header",
    empty: "No headers.",
    description: "header.NAME is added by itself: Access-Control-Allow-Origin with '*' in quotes.",
  },
  { name: "template", label: "Template for application/json", kind: "code", language: "text" },
];

const header = "gatewayresponse.header.";

/** What API Gateway answers itself, before or instead of a backend. */
export function GatewayResponses({ restApiId }: { restApiId: string }) {
  const client = useClient(APIGatewayClient);
  const responses = useLive(
    `apigateway/rest/${restApiId}/gateway-responses`,
    async () => (await client.send(new GetGatewayResponsesCommand({ restApiId, limit: 500 }))).items ?? [],
  );
  return (
    <PartTable<GatewayResponse>
      id="apigateway.gateway-responses"
      title="Gateway responses"
      noun="gateway responses"
      one="gateway response"
      live={responses}
      rowId={({ responseType = "" }) => responseType}
      name={({ responseType = "" }) => responseType}
      columns={[
        {
          id: "type",
          header: "Response type",
          cell: (one) => one.responseType,
          value: (one) => one.responseType,
          width: 300,
        },
        {
          id: "status",
          header: "Status",
          cell: (one) => one.statusCode || "Default",
          value: (one) => one.statusCode,
          width: 110,
        },
        {
          id: "default",
          header: "Customized",
          cell: (one) => (one.defaultResponse ? "No" : "Yes"),
          value: (one) => (one.defaultResponse ? "No" : "Yes"),
          width: 130,
        },
      ]}
      empty="No gateway responses."
      edit={{
        fields,
        initial: ({ statusCode, responseParameters, responseTemplates }) => ({
          status: statusCode ?? "",
          headers: pairsText(
            Object.fromEntries(
              Object.entries(responseParameters ?? {}).map(([name, value]) => [name.replace(header, ""), value]),
            ),
          ),
          template: responseTemplates?.["application/json"] ?? "",
        }),
        save: ({ responseType, responseTemplates }, { status, headers, template }) =>
          client.send(
            new PutGatewayResponseCommand({
              restApiId,
              responseType,
              statusCode: status || undefined,
              responseParameters: Object.fromEntries(
                Object.entries(recordOf(headers) ?? {}).map(([name, value]) => [`${header}${name}`, value]),
              ),
              responseTemplates: { ...responseTemplates, ...(template && { "application/json": template }) },
            }),
          ),
      }}
      remove={{
        body: () => "API Gateway's own answer takes its place again.",
        run: ({ responseType }) => client.send(new DeleteGatewayResponseCommand({ restApiId, responseType })),
      }}
    />
  );
}
