import { APIGatewayClient, GetStagesCommand as GetRestStagesCommand } from "@aws-sdk/client-api-gateway";
import {
  ApiGatewayV2Client,
  type ApiMapping,
  CreateApiMappingCommand,
  DeleteApiMappingCommand,
  GetApiMappingsCommand,
  GetDomainNameCommand,
  GetStagesCommand,
  UpdateApiMappingCommand,
  UpdateDomainNameCommand,
} from "@aws-sdk/client-apigatewayv2";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useParams } from "react-router";
import type { Choice } from "../../../choices/choice.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { PartTable } from "../../../described/part-table.tsx";
import { type Live, useLive } from "../../../live/use-live.ts";
import { Details } from "../../../shell/details.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { readApis } from "../api/read-apis.ts";
import { readRestApis } from "../api/read-rest-apis.ts";
import { mutualTlsFields } from "../domain/mutual-tls-fields.ts";

export function Component() {
  const { name = "" } = useParams();
  return <DomainNamePage key={name} name={name} />;
}

function DomainNamePage({ name }: { name: string }) {
  const client = useClient(ApiGatewayV2Client);
  const [isEditing, setEditing] = useState(false);
  const domain = useLive(`apigateway/domain-names/${name}`, async () => {
    const { DomainNameConfigurations, MutualTlsAuthentication: tls } = await client.send(
      new GetDomainNameCommand({ DomainName: name }),
    );
    return { configuration: DomainNameConfigurations?.[0], tls };
  });
  return (
    <Page title={name} breadcrumbs={[{ text: "Custom domain names", href: "/console/apigateway/domain-names" }]}>
      <Loaded live={domain} what={`the domain name ${name}`} feature="API Gateway">
        {({ configuration: one, tls }) => (
          <SpaceBetween size="l">
            <Details
              title="Domain details"
              actions={<Button onClick={() => setEditing(true)}>Edit mutual TLS</Button>}
              items={[
                ["Status", one?.DomainNameStatus],
                ["API Gateway domain name", one?.ApiGatewayDomainName],
                ["Endpoint type", one?.EndpointType],
                ["Certificate", one?.CertificateArn],
                ["Security policy", one?.SecurityPolicy],
                ["Mutual TLS", tls?.TruststoreUri ?? "Inactive"],
              ]}
            />
            <Mappings domainName={name} />
            {isEditing && (
              <FieldsDialog
                title="Edit mutual TLS"
                fields={mutualTlsFields}
                initial={{ truststore: tls?.TruststoreUri ?? "", version: tls?.TruststoreVersion ?? "" }}
                failed="Mutual TLS could not be saved"
                done="Successfully updated the domain name."
                save={({ truststore, version }) =>
                  client.send(
                    new UpdateDomainNameCommand({
                      DomainName: name,
                      MutualTlsAuthentication: {
                        TruststoreUri: truststore ?? "",
                        TruststoreVersion: version || undefined,
                      },
                    }),
                  )
                }
                onSaved={domain.refresh}
                onClose={() => setEditing(false)}
              />
            )}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

/** `API/STAGE` of APIs of all kinds. */
function useStageChoices(): Live<readonly Choice[]> {
  const client = useClient(ApiGatewayV2Client);
  const rest = useClient(APIGatewayClient);
  return useLive(
    "choices/all-stages",
    async () => {
      const [apis, restApis] = await Promise.all([readApis(client), readRestApis(rest)]);
      const ofV2 = apis.map(async ({ ApiId = "", Name, ProtocolType }) => {
        const { Items = [] } = await client.send(new GetStagesCommand({ ApiId }));
        return Items.map(({ StageName }) => ({
          ...{ value: `${ApiId}/${StageName}`, label: `${Name}: ${StageName}`, description: ProtocolType },
        }));
      });
      const ofRest = restApis.map(async ({ id: restApiId = "", name }) => {
        const { item = [] } = await rest.send(new GetRestStagesCommand({ restApiId }));
        return item.map(({ stageName }) => ({
          ...{ value: `${restApiId}/${stageName}`, label: `${name}: ${stageName}`, description: "REST" },
        }));
      });
      return (await Promise.all([...ofV2, ...ofRest])).flat();
    },
    { everyMs: 5_000 },
  );
}

const fields: readonly FieldDescription[] = [
  {
    name: "stage",
    label: "API and stage",
    kind: "choice",
    useChoices: useStageChoices,
    placeholder: "Choose a stage",
    required: "Choose a stage.",
    problem: (stage) =>
      /^[a-z0-9]+\/[\w$-]+$/.test(stage) ? undefined : "Enter an API's ID and a stage: abcdef1234/prod.",
  },
  {
    name: "path",
    label: "Path",
    description: "What paths of the name begin with. Empty: all that no other mapping has.",
    problem: (path) =>
      /^[\w./-]+$/.test(path) && !path.startsWith("/") ? undefined : "A path has no slash at its beginning.",
  },
];

function Mappings({ domainName: DomainName }: { domainName: string }) {
  const client = useClient(ApiGatewayV2Client);
  const mappings = useLive(
    `apigateway/domain-names/${DomainName}/mappings`,
    async () => (await client.send(new GetApiMappingsCommand({ DomainName, MaxResults: "500" }))).Items ?? [],
  );
  const given = ({ stage = "", path }: Readonly<Record<string, string>>) => {
    const [ApiId = "", Stage = ""] = stage.split("/");
    return { DomainName, ApiId, Stage, ApiMappingKey: path ?? "" };
  };
  return (
    <PartTable<ApiMapping>
      id="apigateway.mappings"
      title="API mappings"
      noun="API mappings"
      one="API mapping"
      live={mappings}
      rowId={({ ApiMappingId = "" }) => ApiMappingId}
      name={({ ApiMappingKey }) => ApiMappingKey || "(none)"}
      columns={[
        {
          id: "path",
          header: "Path",
          cell: (one) => one.ApiMappingKey || "(none)",
          value: (one) => one.ApiMappingKey,
          width: 200,
        },
        { id: "api", header: "API", cell: (one) => one.ApiId, value: (one) => one.ApiId, width: 180 },
        { id: "stage", header: "Stage", cell: (one) => one.Stage, value: (one) => one.Stage, width: 180 },
      ]}
      empty="No API mappings: every request is answered with Forbidden."
      create={{
        text: "Add mapping",
        fields,
        initial: {},
        save: (values) => client.send(new CreateApiMappingCommand(given(values))),
        done: () => "Successfully created the API mapping.",
      }}
      edit={{
        fields,
        initial: ({ ApiId, Stage, ApiMappingKey }) => ({ stage: `${ApiId}/${Stage}`, path: ApiMappingKey ?? "" }),
        save: ({ ApiMappingId }, values) =>
          client.send(new UpdateApiMappingCommand({ ...given(values), ApiMappingId })),
      }}
      remove={{
        body: () => "Its paths lead to the API no more.",
        run: ({ ApiMappingId }) => client.send(new DeleteApiMappingCommand({ DomainName, ApiMappingId })),
      }}
    />
  );
}
