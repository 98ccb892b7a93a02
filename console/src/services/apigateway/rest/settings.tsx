import {
  APIGatewayClient,
  GetTagsCommand,
  PutRestApiCommand,
  type RestApi,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { linesOf, numberBetween } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useLive } from "../../../live/use-live.ts";
import { PolicyPanel } from "../../../policy/policy-panel.tsx";
import { Details } from "../../../shell/details.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { TagsPanel } from "../../../tags/tags-panel.tsx";
import { entriesAt, type Settings as PartSettings, patchesOf } from "./patches.ts";

interface SettingsProps {
  readonly api: RestApi;
  readonly onChange: () => void;
}

const fields: readonly FieldDescription[] = [
  { name: "name", label: "API name", required: "Enter a name for the API." },
  { name: "description", label: "Description" },
  {
    name: "types",
    label: "Binary media types",
    kind: "area",
    rows: 3,
    constraint: "One a line: image/png, or */*.",
    problem: (text) =>
      linesOf(text).every((line) => /^[\w.+*-]+\/[\w.+*-]+$/.test(line))
        ? undefined
        : "A media type has a slash: image/png.",
  },
  {
    name: "compression",
    label: "Content encoding: smallest body that is compressed, in bytes",
    problem: numberBetween(0, 10_485_760),
  },
  {
    name: "keySource",
    label: "API key source",
    kind: "select",
    options: [
      { value: "HEADER", label: "Header: x-api-key" },
      { value: "AUTHORIZER", label: "Authorizer" },
    ],
  },
  {
    name: "disabled",
    label: "Default endpoint",
    kind: "check",
    text: "Disable the default endpoint: only custom domain names lead to the API",
  },
];

/** What holds for the API as a whole. */
export function Settings({ api, onChange }: SettingsProps) {
  const client = useClient(APIGatewayClient);
  const { region } = useSession();
  const [shown, setShown] = useState<"settings" | "import">();
  const {
    id: restApiId = "",
    name = "",
    description,
    binaryMediaTypes,
    minimumCompressionSize,
    apiKeySource,
    policy,
  } = api;
  const close = () => setShown(undefined);
  const update = (before: PartSettings, after: PartSettings) => {
    const patchOperations = patchesOf(before, after).map((patch) =>
      patch.path === "/minimumCompressionSize" && patch.op === "remove" ? { ...patch, op: "replace" as const } : patch,
    );
    return client.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
  };
  const resourceArn = `arn:aws:apigateway:${region}::/restapis/${restApiId}`;
  const tags = useLive(`apigateway/rest/${restApiId}/tags`, async () => {
    const { tags: found = {} } = await client.send(new GetTagsCommand({ resourceArn }));
    return found;
  });
  return (
    <SpaceBetween size="l">
      <Details
        title="API details"
        actions={
          <div className="squall-actions">
            <Button onClick={() => setShown("import")}>Import API</Button>
            <Button onClick={() => setShown("settings")}>Edit</Button>
          </div>
        }
        items={[
          ["API ID", restApiId],
          ["API endpoint type", api.endpointConfiguration?.types?.join(", ")],
          ["Created", api.createdDate?.toISOString().slice(0, 10)],
          ["API key source", apiKeySource],
          ["Binary media types", binaryMediaTypes?.join(", ")],
          ["Compressed from", minimumCompressionSize === undefined ? "Never" : `${minimumCompressionSize} bytes`],
          ["Default endpoint", api.disableExecuteApiEndpoint ? "Disabled" : "Enabled"],
          ["Description", description],
        ]}
      />
      <PolicyPanel
        title="Resource policy"
        owner={`API ${name}`}
        description="Who may invoke the API, and from where."
        empty="No policy: the API's methods alone say who may invoke them."
        policy={policy?.replaceAll('\\"', '"')}
        initial={JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" }],
        })}
        save={async (text) => {
          await update({ "/policy": policy }, { "/policy": text });
          onChange();
        }}
      />
      <TagsPanel
        owner={`API ${name}`}
        tags={tags}
        add={(added) => client.send(new TagResourceCommand({ resourceArn, tags: { ...added } }))}
        remove={(tagKeys) => client.send(new UntagResourceCommand({ resourceArn, tagKeys }))}
      />
      {shown === "settings" && (
        <FieldsDialog
          title="Edit API settings"
          fields={fields}
          initial={{
            name,
            description: description ?? "",
            types: binaryMediaTypes?.join("\n") ?? "",
            compression: String(minimumCompressionSize ?? ""),
            keySource: apiKeySource ?? "HEADER",
            disabled: api.disableExecuteApiEndpoint ? "true" : "",
          }}
          failed="The API could not be saved"
          done="Successfully updated the API."
          save={(values) => {
            const typesOf = (types: readonly string[] | undefined) =>
              entriesAt("/binaryMediaTypes", Object.fromEntries((types ?? []).map((type) => [type, type])));
            return update(
              {
                "/name": name,
                "/description": description,
                "/minimumCompressionSize": minimumCompressionSize?.toString(),
                "/apiKeySource": apiKeySource,
                "/disableExecuteApiEndpoint": String(api.disableExecuteApiEndpoint ?? false),
                ...typesOf(binaryMediaTypes),
              },
              {
                "/name": values.name,
                "/description": values.description,
                "/minimumCompressionSize": values.compression,
                "/apiKeySource": values.keySource,
                "/disableExecuteApiEndpoint": String(values.disabled === "true"),
                ...typesOf(linesOf(values.types)),
              },
            );
          }}
          onSaved={onChange}
          onClose={close}
        />
      )}
      {shown === "import" && (
        <FieldsDialog
          title="Import API"
          fields={[
            {
              name: "mode",
              label: "Import mode",
              kind: "radio",
              options: [
                { value: "merge", label: "Merge: what the definition has is added or changed" },
                { value: "overwrite", label: "Overwrite: what it does not have is deleted" },
              ],
            },
            {
              name: "document",
              label: "API definition",
              kind: "area",
              rows: 12,
              description: "OpenAPI 2 or 3, JSON or YAML, with AWS's extensions.",
              required: "Paste a definition.",
            },
          ]}
          initial={{ mode: "merge" }}
          submit="Import"
          failed="The definition could not be imported"
          done="Successfully imported the definition. Deploy the API to serve it."
          save={({ mode, document }) =>
            client.send(
              new PutRestApiCommand({
                restApiId,
                mode: mode === "overwrite" ? "overwrite" : "merge",
                body: new TextEncoder().encode(document),
              }),
            )
          }
          onSaved={onChange}
          onClose={close}
        />
      )}
    </SpaceBetween>
  );
}
