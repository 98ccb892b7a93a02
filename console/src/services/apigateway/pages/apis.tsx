import { APIGatewayClient, DeleteRestApiCommand } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client, DeleteApiCommand } from "@aws-sdk/client-apigatewayv2";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { readApis } from "../api/read-apis.ts";
import { readRestApis } from "../api/read-rest-apis.ts";
import { apiPath, restApiPath } from "../paths.ts";

/** An API of any kind. */
interface AnyApi {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly protocol: "REST" | "HTTP" | "WEBSOCKET";
  readonly created: Date | undefined;
}

export function Component() {
  const several = useSeveral();
  const client = useClient(ApiGatewayV2Client);
  const rest = useClient(APIGatewayClient);
  const apis = useLive("apigateway/apis", async (): Promise<readonly AnyApi[]> => {
    const [ofV2, ofRest] = await Promise.all([readApis(client), readRestApis(rest)]);
    return [
      ...ofV2.map(({ ApiId = "", Name = "", Description = "", ProtocolType = "HTTP", CreatedDate }) => ({
        ...{ id: ApiId, name: Name, description: Description, protocol: ProtocolType, created: CreatedDate },
      })),
      ...ofRest.map(({ id = "", name = "", description = "", createdDate }) => ({
        ...{ id, name, description, protocol: "REST" as const, created: createdDate },
      })),
    ];
  });
  const confirmed = useConfirmed();
  const remove = ({ id, name, protocol }: AnyApi) =>
    confirmed(
      {
        title: `Delete API ${name}?`,
        body: (
          <>
            <b>{name}</b> with its {protocol === "REST" ? "resources" : "routes"}, integrations and stages is deleted.
            Its address answers no more.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      async () => {
        if (protocol === "REST") await rest.send(new DeleteRestApiCommand({ restApiId: id }));
        else await client.send(new DeleteApiCommand({ ApiId: id }));
      },
      {
        done: `Successfully deleted API ${name}.`,
        failed: `The API ${name} could not be deleted`,
        onChange: apis.refresh,
      },
    );
  return (
    <ListPage<AnyApi>
      id="apigateway.apis"
      title="APIs"
      noun="APIs"
      feature="API Gateway"
      live={apis}
      columns={columns}
      rowId={({ id }) => id}
      rowName={({ name }) => name}
      select="multi"
      sortBy={{ column: "name" }}
      create={{ text: "Create API", href: "/console/apigateway/create-api" }}
      empty="No APIs. Create one, and requests from a browser or a phone run your functions."
      actions={(chosen) => (
        <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "APIs", remove)}>
          Delete
        </Button>
      )}
    />
  );
}

const columns: readonly Column<AnyApi>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ id, name, protocol }) => (
      <RouteLink href={protocol === "REST" ? restApiPath(id) : apiPath(id)}>{name}</RouteLink>
    ),
    value: ({ name }) => name,
    width: 240,
  },
  {
    id: "description",
    header: "Description",
    cell: ({ description }) => description || "-",
    value: ({ description }) => description,
    width: 220,
  },
  { id: "id", header: "ID", cell: ({ id }) => id, value: ({ id }) => id, width: 130 },
  {
    id: "protocol",
    header: "Protocol",
    cell: ({ protocol }) => protocol,
    value: ({ protocol }) => protocol,
    width: 140,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ created }) => created?.toISOString().slice(0, 10) ?? "-",
    value: ({ created }) => created?.toISOString() ?? "",
    width: 120,
  },
];
