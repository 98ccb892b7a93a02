import {
  APIGatewayClient,
  CreateVpcLinkCommand,
  DeleteVpcLinkCommand,
  GetVpcLinksCommand,
  UpdateVpcLinkCommand,
  type VpcLink,
} from "@aws-sdk/client-api-gateway";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

/** Ways of REST APIs to endpoints that are not on the internet. */
export function Component() {
  const client = useClient(APIGatewayClient);
  const links = useLive(
    "apigateway/vpc-links",
    async () => (await client.send(new GetVpcLinksCommand({ limit: 500 }))).items ?? [],
    { everyMs: 2_000 },
  );
  return (
    <Page
      title="VPC links"
      breadcrumbs={[]}
      description="Squall's network is the machine's own: an integration with a link asks the host that its URL names."
    >
      <PartTable<VpcLink>
        id="apigateway.vpc-links"
        title="VPC links for REST APIs"
        noun="VPC links"
        one="VPC link"
        live={links}
        rowId={({ id = "" }) => id}
        name={({ name = "" }) => name}
        columns={[
          { id: "name", header: "Name", cell: ({ name }) => name, value: ({ name }) => name, width: 200 },
          { id: "id", header: "ID", cell: ({ id }) => id, value: ({ id }) => id, width: 140 },
          { id: "status", header: "Status", cell: ({ status }) => status, value: ({ status }) => status, width: 130 },
          { id: "target", header: "Target", cell: ({ targetArns = [] }) => targetArns.join(", "), width: 420 },
        ]}
        empty="No VPC links."
        create={{
          text: "Create VPC link",
          fields: [
            { name: "name", label: "Name", required: "Enter a name." },
            { name: "description", label: "Description" },
            {
              name: "target",
              label: "Target NLB",
              required: "Enter the ARN of a load balancer.",
              problem: (arn) =>
                /^arn:aws[a-z-]*:elasticloadbalancing:/.test(arn)
                  ? undefined
                  : "Enter the ARN of a load balancer: arn:aws:elasticloadbalancing:…",
            },
          ],
          initial: {},
          save: ({ name, description, target = "" }) =>
            client.send(
              new CreateVpcLinkCommand({ name, description: description || undefined, targetArns: [target] }),
            ),
          done: ({ name }) => `Successfully created VPC link ${name}.`,
        }}
        edit={{
          fields: [
            { name: "name", label: "Name", required: "Enter a name." },
            { name: "description", label: "Description" },
          ],
          initial: ({ name = "", description = "" }) => ({ name, description }),
          save: ({ id: vpcLinkId }, { name = "", description = "" }) =>
            client.send(
              new UpdateVpcLinkCommand({
                vpcLinkId,
                patchOperations: [
                  { op: "replace", path: "/name", value: name },
                  { op: "replace", path: "/description", value: description },
                ],
              }),
            ),
        }}
        remove={{
          body: () => "Integrations with it answer 500 from then on.",
          run: ({ id: vpcLinkId }) => client.send(new DeleteVpcLinkCommand({ vpcLinkId })),
        }}
      />
    </Page>
  );
}
