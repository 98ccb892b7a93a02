import { type Api, ApiGatewayV2Client, DeleteApiCommand } from "@aws-sdk/client-apigatewayv2";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { readApis } from "../api/read-apis.ts";
import { apiPath } from "../paths.ts";

export function Component() {
  const client = useClient(ApiGatewayV2Client);
  const apis = useLive("apigateway/apis", () => readApis(client));
  const confirmed = useConfirmed();
  const remove = ({ ApiId = "", Name = "" }: Api) =>
    confirmed(
      {
        title: `Delete API ${Name}?`,
        body: (
          <>
            <b>{Name}</b> with its routes, integrations and stages is deleted. Its address answers no more.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      async () => {
        await client.send(new DeleteApiCommand({ ApiId }));
      },
      {
        done: `Successfully deleted API ${Name}.`,
        failed: `The API ${Name} could not be deleted`,
        onChange: apis.refresh,
      },
    );
  return (
    <ListPage<Api>
      id="apigateway.apis"
      title="APIs"
      noun="APIs"
      feature="API Gateway"
      live={apis}
      columns={columns}
      rowId={({ ApiId = "" }) => ApiId}
      rowName={({ Name = "" }) => Name}
      select="single"
      sortBy={{ column: "name" }}
      create={{ text: "Create HTTP API", href: "/console/apigateway/create-http-api" }}
      empty="No APIs. Create one, and requests from a browser or a phone run your functions."
      actions={([selected]) => (
        <Button disabled={!selected} onClick={() => selected && void remove(selected)}>
          Delete
        </Button>
      )}
    />
  );
}

const columns: readonly Column<Api>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ ApiId = "", Name = "" }) => <RouteLink href={apiPath(ApiId)}>{Name}</RouteLink>,
    value: ({ Name = "" }) => Name,
    width: 240,
  },
  {
    id: "description",
    header: "Description",
    cell: ({ Description }) => Description || "-",
    value: ({ Description = "" }) => Description,
    width: 240,
  },
  { id: "id", header: "ID", cell: ({ ApiId }) => ApiId, value: ({ ApiId = "" }) => ApiId, width: 130 },
  {
    id: "protocol",
    header: "Protocol",
    cell: ({ ProtocolType }) => ProtocolType,
    value: ({ ProtocolType = "" }) => ProtocolType,
    width: 110,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ CreatedDate }) => CreatedDate?.toISOString().slice(0, 10) ?? "-",
    value: ({ CreatedDate }) => CreatedDate?.toISOString() ?? "",
    width: 120,
  },
];
