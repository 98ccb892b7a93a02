import {
  APIGatewayClient,
  type ContentHandlingStrategy,
  DeleteIntegrationResponseCommand,
  type IntegrationResponse,
  PutIntegrationResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { pairsText, recordOf } from "../../../described/described-fields.tsx";
import type { Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import type { MethodPartProps } from "./method-part.ts";

const statusField: FieldDescription = {
  name: "status",
  label: "Method response status code",
  required: "Enter a status code.",
  description: "The method must have a response of it.",
  problem: (status) => (/^[1-5]\d\d$/.test(status) ? undefined : "Enter a status of three digits."),
};

const fields: readonly FieldDescription[] = [
  {
    name: "pattern",
    label: "Selection pattern",
    description:
      "A regular expression: of the backend's status, or of a function's error. Without one it is the default.",
  },
  {
    name: "handling",
    label: "Content handling",
    kind: "select",
    options: [
      { value: "", label: "Passthrough" },
      { value: "CONVERT_TO_BINARY", label: "Convert to binary" },
      { value: "CONVERT_TO_TEXT", label: "Convert to text" },
    ],
  },
  {
    name: "headers",
    label: "Header mappings",
    kind: "pairs",
    add: "Add header",
    empty: "No headers.",
    valueLabel: "Mapping value",
    description:
      "Of headers that the method response has: 'a text', integration.response.header.NAME, context.requestId.",
  },
  { name: "type", label: "Template's content type" },
  { name: "template", label: "Mapping template", kind: "code", language: "text", shown: ({ type }) => type !== "" },
];

const header = "method.response.header.";

/** What becomes of the backend's answer. */
export function IntegrationResponses({ name, method, onChange }: MethodPartProps) {
  const client = useClient(APIGatewayClient);
  const { type, integrationResponses = {} } = method.methodIntegration ?? {};
  const put = (statusCode: string, values: Values, former: IntegrationResponse = {}) => {
    const [before] = Object.keys(former.responseTemplates ?? {});
    const { [before ?? ""]: _shown, ...others } = former.responseTemplates ?? {};
    const headers = Object.entries(recordOf(values.headers) ?? {});
    return client.send(
      new PutIntegrationResponseCommand({
        ...name,
        statusCode,
        selectionPattern: values.pattern || undefined,
        contentHandling: (values.handling as ContentHandlingStrategy) || undefined,
        responseParameters: Object.fromEntries(headers.map(([one, value]) => [`${header}${one}`, value])),
        responseTemplates: values.type ? { ...others, [values.type]: values.template ?? "" } : others,
      }),
    );
  };
  return (
    <PartTable<IntegrationResponse>
      id="apigateway.integration-responses"
      title="Integration responses"
      description={
        type?.endsWith("_PROXY") ? "A proxy integration answers for itself: these are not asked." : undefined
      }
      noun="integration responses"
      one="integration response"
      live={{ data: Object.values(integrationResponses), error: undefined, isLoading: false, refresh: onChange }}
      rowId={({ statusCode = "" }) => statusCode}
      name={({ statusCode = "" }) => statusCode}
      columns={[
        { id: "status", header: "Status", cell: (one) => one.statusCode, value: (one) => one.statusCode, width: 100 },
        {
          id: "pattern",
          header: "Selection pattern",
          cell: ({ selectionPattern }) => selectionPattern || "Default",
          value: ({ selectionPattern = "" }) => selectionPattern,
          width: 180,
        },
        {
          id: "templates",
          header: "Templates",
          cell: ({ responseTemplates = {} }) => Object.keys(responseTemplates).join(", ") || "-",
          width: 180,
        },
      ]}
      empty="No integration responses: every answer of the backend is a 500."
      create={{
        text: "Create response",
        fields: [statusField, ...fields],
        initial: { type: "application/json" },
        save: ({ status = "", ...values }) => put(status, values),
        done: ({ status }) => `Successfully created the integration response ${status}.`,
      }}
      edit={{
        fields,
        initial: ({ selectionPattern, contentHandling, responseParameters, responseTemplates = {} }) => {
          const [[contentType = "", template = ""] = []] = Object.entries(responseTemplates);
          return {
            pattern: selectionPattern ?? "",
            handling: contentHandling ?? "",
            headers: pairsText(
              Object.fromEntries(
                Object.entries(responseParameters ?? {}).map(([one, value]) => [one.replace(header, ""), value]),
              ),
            ),
            type: contentType,
            template,
          };
        },
        save: (former, values) => put(former.statusCode ?? "", values, former),
      }}
      remove={{
        body: () => "Answers that it was for take the default one.",
        run: ({ statusCode }) => client.send(new DeleteIntegrationResponseCommand({ ...name, statusCode })),
      }}
    />
  );
}
