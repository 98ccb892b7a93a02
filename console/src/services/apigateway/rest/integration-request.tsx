import { APIGatewayClient, PutIntegrationResponseCommand, UpdateIntegrationCommand } from "@aws-sdk/client-api-gateway";
import { LambdaClient } from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { pairsText, recordOf } from "../../../described/described-fields.tsx";
import type { Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { PartTable } from "../../../described/part-table.tsx";
import { Details } from "../../../shell/details.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { integrationFields, toIntegrationValues } from "./integration-fields.ts";
import type { MethodPartProps } from "./method-part.ts";
import { entriesAt, patchesOf, toStep } from "./patches.ts";
import { putIntegration } from "./put-integration.ts";

/** A mapping template, by the content type of the requests that it is for. */
type Template = readonly [type: string, text: string];

const parametersField: FieldDescription = {
  name: "parameters",
  label: "URL path, query string and header parameters",
  kind: "pairs",
  add: "Add parameter",
  empty: "No parameters.",
  valueLabel: "Mapped from",
  description: "integration.request.header.NAME from method.request.querystring.NAME, context.requestId or 'a text'.",
};

export const templateFields: readonly FieldDescription[] = [
  { name: "type", label: "Content type", required: "Enter a content type." },
  {
    name: "text",
    label: "Template",
    kind: "code",
    language: "text",
    description: "Velocity: $input.json('$.a'), $context.requestId, $util.escapeJavaScript(…).",
  },
];

/** What the backend is, and what it is sent. */
export function IntegrationRequest({ name, path, method, onChange }: MethodPartProps) {
  const client = useClient(APIGatewayClient);
  const lambda = useClient(LambdaClient);
  const { account, region } = useSession();
  const [isEditing, setEditing] = useState(false);
  const integration = method.methodIntegration;
  const { type, uri, httpMethod, credentials, timeoutInMillis, passthroughBehavior, requestParameters } =
    integration ?? {};
  const templates = Object.entries(integration?.requestTemplates ?? {});
  const save = async (values: Values) => {
    const hasResponses = Object.keys(integration?.integrationResponses ?? {}).length > 0;
    const responses = Object.entries(integration?.integrationResponses ?? {});
    await putIntegration(client, lambda, {
      ...{ method: name, path, values, at: { account, region }, hasResponses },
      templates: integration?.requestTemplates,
    });
    // A new integration has no responses: what there was goes on.
    for (const [statusCode, { statusCode: _same, ...response }] of responses)
      await client.send(new PutIntegrationResponseCommand({ ...name, statusCode, ...response }));
    const patchOperations = patchesOf({}, entriesAt("/requestParameters", recordOf(values.parameters)));
    if (patchOperations.length > 0) await client.send(new UpdateIntegrationCommand({ ...name, patchOperations }));
  };
  const putTemplate = (contentType: string, text: string | undefined) => {
    const at = `/requestTemplates/${toStep(contentType)}`;
    const op = text === undefined ? "remove" : templates.some(([one]) => one === contentType) ? "replace" : "add";
    return client.send(new UpdateIntegrationCommand({ ...name, patchOperations: [{ op, path: at, value: text }] }));
  };
  return (
    <SpaceBetween size="l">
      <Details
        title="Integration request settings"
        columns={2}
        actions={<Button onClick={() => setEditing(true)}>Edit</Button>}
        items={[
          ["Integration type", type],
          ["HTTP method", httpMethod],
          ["URI", uri],
          ["Response transfer mode", integration?.responseTransferMode === "STREAM" ? "Stream" : "Buffered"],
          ["Execution role", credentials],
          ["Timeout", timeoutInMillis === undefined ? "29,000 ms" : `${timeoutInMillis.toLocaleString("en")} ms`],
          ["Request body passthrough", passthroughBehavior],
          [
            "Parameters",
            Object.entries(requestParameters ?? {})
              .map(([to, from]) => `${to.replace("integration.request.", "")} = ${from}`)
              .join(", "),
          ],
        ]}
      />
      <PartTable<Template>
        id="apigateway.request-templates"
        title="Mapping templates"
        noun="templates"
        one="mapping template"
        live={{ data: templates, error: undefined, isLoading: false, refresh: onChange }}
        rowId={([contentType]) => contentType}
        name={([contentType]) => contentType}
        columns={[
          { id: "type", header: "Content type", cell: ([one]) => one, value: ([one]) => one, width: 180 },
          { id: "text", header: "Template", cell: ([, text]) => text, value: ([, text]) => text, width: 320 },
        ]}
        empty="No templates: the body goes on as the passthrough says."
        create={{
          text: "Create template",
          fields: templateFields,
          initial: { type: "application/json" },
          save: ({ type: contentType = "", text = "" }) => putTemplate(contentType, text),
          done: ({ type: contentType }) => `Successfully created the template for ${contentType}.`,
        }}
        edit={{
          fields: templateFields.slice(1),
          initial: ([, text]) => ({ text }),
          save: ([contentType], { text = "" }) => putTemplate(contentType, text),
        }}
        remove={{
          body: () => "Requests of this content type are mapped by it no more.",
          run: ([contentType]) => putTemplate(contentType, undefined),
        }}
      />
      {isEditing && (
        <FieldsDialog
          title="Edit integration request"
          fields={[...integrationFields, parametersField]}
          initial={{ ...toIntegrationValues(integration), parameters: pairsText(requestParameters) }}
          failed="The integration could not be saved"
          done="Successfully updated the integration request."
          save={save}
          onSaved={onChange}
          onClose={() => setEditing(false)}
        />
      )}
    </SpaceBetween>
  );
}
