import {
  ApiGatewayV2Client,
  DeleteCorsConfigurationCommand,
  ExportApiCommand,
  GetTagsCommand,
  ReimportApiCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateApiCommand,
} from "@aws-sdk/client-apigatewayv2";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { linesOf, numberBetween } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useLive } from "../../../live/use-live.ts";
import { Details } from "../../../shell/details.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { TagsPanel } from "../../../tags/tags-panel.tsx";
import { saveText } from "../../../text/save-text.ts";
import type { ApiPartProps } from "./api-part.ts";

interface SettingsProps extends ApiPartProps {
  readonly onChange: () => void;
}

const lines = (name: string, label: string, example: string): FieldDescription => ({
  name,
  label,
  kind: "area",
  rows: 2,
  constraint: `One a line: ${example}.`,
});

const corsFields: readonly FieldDescription[] = [
  lines("origins", "Access-Control-Allow-Origin", "https://example.com, or *"),
  lines("headers", "Access-Control-Allow-Headers", "content-type, or *"),
  lines("methods", "Access-Control-Allow-Methods", "GET, or *"),
  lines("expose", "Access-Control-Expose-Headers", "x-total"),
  { name: "age", label: "Access-Control-Max-Age in seconds", problem: numberBetween(0, 86_400) },
  { name: "credentials", label: "Access-Control-Allow-Credentials", kind: "check", text: "Allow credentials" },
];

/** What holds for the API as a whole: its name, CORS, documents and tags. */
export function Settings({ api, onChange }: SettingsProps) {
  const client = useClient(ApiGatewayV2Client);
  const notify = useNotify();
  const [shown, setShown] = useState<"settings" | "cors" | "import">();
  const { ApiId = "", Name = "", Description, ProtocolType, CorsConfiguration: cors } = api;
  const isWebSocket = ProtocolType === "WEBSOCKET";
  const dialog = {
    failed: "The API could not be saved",
    done: "Successfully updated the API.",
    onSaved: onChange,
    onClose: () => setShown(undefined),
  };
  const exportApi = async () => {
    const { body } = await client.send(
      new ExportApiCommand({ ApiId, OutputType: "JSON", Specification: "OAS30", IncludeExtensions: true }),
    );
    saveText(`${ApiId}.json`, new TextDecoder().decode(body));
  };
  return (
    <SpaceBetween size="l">
      <Details
        title="API settings"
        actions={
          <div className="squall-actions">
            {!isWebSocket && (
              <>
                <Button
                  onClick={() =>
                    void exportApi().catch((error: unknown) => notify.error("The API could not be exported", error))
                  }
                >
                  Export
                </Button>
                <Button onClick={() => setShown("import")}>Import</Button>
              </>
            )}
            <Button onClick={() => setShown("settings")}>Edit</Button>
          </div>
        }
        items={[
          ["API name", Name],
          ["Description", Description],
          ["Default endpoint", api.DisableExecuteApiEndpoint ? "Disabled" : "Enabled"],
          ...(isWebSocket ? [["Route selection expression", api.RouteSelectionExpression] as const] : []),
        ]}
      />
      {!isWebSocket && (
        <Details
          title="Cross-Origin Resource Sharing"
          description="Which pages' scripts may ask. With it API Gateway answers browsers' OPTIONS itself."
          actions={<Button onClick={() => setShown("cors")}>Configure</Button>}
          items={[
            ["Access-Control-Allow-Origin", cors?.AllowOrigins?.join(", ")],
            ["Access-Control-Allow-Headers", cors?.AllowHeaders?.join(", ")],
            ["Access-Control-Allow-Methods", cors?.AllowMethods?.join(", ")],
            ["Access-Control-Expose-Headers", cors?.ExposeHeaders?.join(", ")],
            ["Access-Control-Max-Age", cors?.MaxAge?.toString()],
            ["Access-Control-Allow-Credentials", cors && (cors.AllowCredentials ? "Yes" : "No")],
          ]}
        />
      )}
      <Tags apiId={ApiId} name={Name} />
      {shown === "settings" && (
        <FieldsDialog
          {...dialog}
          title="Edit API"
          fields={[
            { name: "name", label: "API name", required: "Enter a name for the API." },
            { name: "description", label: "Description" },
            {
              name: "selection",
              label: "Route selection expression",
              required: "Enter an expression.",
              shown: () => isWebSocket,
              problem: (text) => (/^\$\{?request\.body\./.test(text) ? undefined : "It begins with $request.body."),
            },
            {
              name: "disabled",
              label: "Default endpoint",
              kind: "check",
              text: "Disable the default endpoint: only custom domain names lead to the API",
            },
          ]}
          initial={{
            name: Name,
            description: Description ?? "",
            selection: api.RouteSelectionExpression ?? "",
            disabled: api.DisableExecuteApiEndpoint ? "true" : "",
          }}
          save={({ name, description, selection, disabled }) =>
            client.send(
              new UpdateApiCommand({
                ApiId,
                Name: name,
                Description: description,
                RouteSelectionExpression: isWebSocket ? selection : undefined,
                DisableExecuteApiEndpoint: disabled === "true",
              }),
            )
          }
        />
      )}
      {shown === "cors" && (
        <FieldsDialog
          {...dialog}
          title="Configure CORS"
          fields={corsFields}
          initial={{
            origins: cors?.AllowOrigins?.join("\n") ?? "",
            headers: cors?.AllowHeaders?.join("\n") ?? "",
            methods: cors?.AllowMethods?.join("\n") ?? "",
            expose: cors?.ExposeHeaders?.join("\n") ?? "",
            age: String(cors?.MaxAge ?? ""),
            credentials: cors?.AllowCredentials ? "true" : "",
          }}
          save={async ({ origins, headers, methods, expose, age, credentials }) => {
            const all = [origins, headers, methods, expose, age].join("");
            if (all === "" && credentials !== "true") return client.send(new DeleteCorsConfigurationCommand({ ApiId }));
            return client.send(
              new UpdateApiCommand({
                ApiId,
                CorsConfiguration: {
                  AllowOrigins: linesOf(origins),
                  AllowHeaders: linesOf(headers),
                  AllowMethods: linesOf(methods),
                  ExposeHeaders: linesOf(expose),
                  MaxAge: age ? Number(age) : undefined,
                  AllowCredentials: credentials === "true",
                },
              }),
            );
          }}
        />
      )}
      {shown === "import" && (
        <FieldsDialog
          {...dialog}
          title="Import API"
          fields={[
            {
              name: "document",
              label: "API definition",
              kind: "area",
              rows: 12,
              description: "OpenAPI 3, JSON or YAML. Routes and integrations that it does not have are deleted.",
              required: "Paste a definition.",
            },
          ]}
          initial={{}}
          submit="Import"
          done="Successfully imported the definition."
          save={({ document }) => client.send(new ReimportApiCommand({ ApiId, Body: document }))}
        />
      )}
    </SpaceBetween>
  );
}

function Tags({ apiId, name }: { apiId: string; name: string }) {
  const client = useClient(ApiGatewayV2Client);
  const { region } = useSession();
  const ResourceArn = `arn:aws:apigateway:${region}::/apis/${apiId}`;
  const tags = useLive(`apigateway/tags/${apiId}`, async () => {
    const { Tags: found = {} } = await client.send(new GetTagsCommand({ ResourceArn }));
    return found;
  });
  return (
    <TagsPanel
      owner={`API ${name}`}
      tags={tags}
      add={(added) => client.send(new TagResourceCommand({ ResourceArn, Tags: { ...added } }))}
      remove={(TagKeys) => client.send(new UntagResourceCommand({ ResourceArn, TagKeys }))}
    />
  );
}
