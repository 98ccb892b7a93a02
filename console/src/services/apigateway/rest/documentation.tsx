import {
  APIGatewayClient,
  CreateDocumentationPartCommand,
  CreateDocumentationVersionCommand,
  DeleteDocumentationPartCommand,
  DeleteDocumentationVersionCommand,
  type DocumentationPart,
  type DocumentationPartType,
  type DocumentationVersion,
  GetDocumentationPartsCommand,
  GetDocumentationVersionsCommand,
  UpdateDocumentationPartCommand,
} from "@aws-sdk/client-api-gateway";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { jsonProblem } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";

const types = [
  "API",
  "AUTHORIZER",
  "MODEL",
  "RESOURCE",
  "METHOD",
  "PATH_PARAMETER",
  "QUERY_PARAMETER",
  "REQUEST_HEADER",
  "REQUEST_BODY",
  "RESPONSE",
  "RESPONSE_HEADER",
  "RESPONSE_BODY",
];
const isBelowPath = ({ type = "" }: Readonly<Record<string, string>>) => !["API", "AUTHORIZER", "MODEL"].includes(type);

const propertiesField: FieldDescription = {
  name: "properties",
  label: "Properties",
  kind: "code",
  language: "json",
  required: "Enter what is to be known.",
  problem: jsonProblem,
};

/** What people are told of an API's parts, and the versions of that, which exports have. */
export function Documentation({ restApiId }: { restApiId: string }) {
  const client = useClient(APIGatewayClient);
  const parts = useLive(
    `apigateway/rest/${restApiId}/documentation`,
    async () => (await client.send(new GetDocumentationPartsCommand({ restApiId, limit: 500 }))).items ?? [],
  );
  const versions = useLive(
    `apigateway/rest/${restApiId}/documentation-versions`,
    async () => (await client.send(new GetDocumentationVersionsCommand({ restApiId, limit: 500 }))).items ?? [],
  );
  return (
    <SpaceBetween size="l">
      <PartTable<DocumentationPart>
        id="apigateway.documentation"
        title="Documentation"
        noun="documentation parts"
        one="documentation part"
        live={parts}
        rowId={({ id = "" }) => id}
        name={({ location }) => placeOf(location)}
        columns={[
          {
            id: "type",
            header: "Type",
            cell: ({ location }) => location?.type,
            value: ({ location }) => location?.type,
            width: 160,
          },
          {
            id: "place",
            header: "Of",
            cell: ({ location }) => placeOf(location),
            value: ({ location }) => placeOf(location),
            width: 220,
          },
          { id: "properties", header: "Properties", cell: ({ properties }) => properties, width: 360 },
        ]}
        empty="No documentation."
        create={{
          text: "Create documentation part",
          fields: [
            { name: "type", label: "Type", kind: "select", options: types.map((value) => ({ value })) },
            { name: "path", label: "Path", placeholder: "/pets", shown: isBelowPath },
            {
              name: "method",
              label: "Method",
              placeholder: "GET",
              shown: (values) => isBelowPath(values) && values.type !== "RESOURCE",
            },
            { name: "status", label: "Status code", shown: ({ type = "" }) => type.startsWith("RESPONSE") },
            {
              name: "name",
              label: "Name",
              required: "Enter its name.",
              shown: ({ type = "" }) => ["AUTHORIZER", "MODEL"].includes(type) || /PARAMETER|HEADER/.test(type),
            },
            propertiesField,
          ],
          initial: { type: "API", properties: '{\n  "description": ""\n}' },
          save: ({ type, path, method, status, name, properties }) =>
            client.send(
              new CreateDocumentationPartCommand({
                restApiId,
                location: {
                  type: type as DocumentationPartType,
                  path: path || undefined,
                  method: method || undefined,
                  statusCode: status || undefined,
                  name: name || undefined,
                },
                properties,
              }),
            ),
        }}
        edit={{
          fields: [propertiesField],
          initial: ({ properties = "" }) => ({ properties }),
          save: ({ id: documentationPartId }, { properties }) =>
            client.send(
              new UpdateDocumentationPartCommand({
                restApiId,
                documentationPartId,
                patchOperations: [{ op: "replace", path: "/properties", value: properties }],
              }),
            ),
        }}
        remove={{
          body: () => "Versions that were made of it keep it.",
          run: ({ id: documentationPartId }) =>
            client.send(new DeleteDocumentationPartCommand({ restApiId, documentationPartId })),
        }}
      />
      <PartTable<DocumentationVersion>
        id="apigateway.documentation-versions"
        title="Documentation versions"
        noun="versions"
        one="documentation version"
        live={versions}
        rowId={({ version = "" }) => version}
        name={({ version = "" }) => version}
        columns={[
          { id: "version", header: "Version", cell: (one) => one.version, value: (one) => one.version, width: 160 },
          {
            id: "created",
            header: "Created",
            cell: (one) => formatTime(one.createdDate),
            value: (one) => one.createdDate?.getTime(),
            width: 290,
          },
          { id: "description", header: "Description", cell: (one) => one.description || "-", width: 240 },
        ]}
        empty="No versions."
        create={{
          text: "Publish documentation",
          fields: [
            { name: "version", label: "Version", required: "Enter a version." },
            { name: "stage", label: "Stage", description: "That has it from now on." },
            { name: "description", label: "Version description" },
          ],
          initial: {},
          save: ({ version: documentationVersion, stage, description }) =>
            client.send(
              new CreateDocumentationVersionCommand({
                restApiId,
                documentationVersion,
                stageName: stage || undefined,
                description: description || undefined,
              }),
            ),
          done: ({ version }) => `Successfully published documentation version ${version}.`,
        }}
        remove={{
          body: () => "Stages that have it have none then.",
          run: ({ version: documentationVersion }) =>
            client.send(new DeleteDocumentationVersionCommand({ restApiId, documentationVersion })),
        }}
      />
    </SpaceBetween>
  );
}

/** `GET /pets`, `MODEL Pet`. */
function placeOf(location: DocumentationPart["location"]): string {
  const { type = "", path, method, statusCode, name } = location ?? {};
  return [method, path, statusCode, name].filter((one) => one !== undefined && one !== "").join(" ") || type;
}
