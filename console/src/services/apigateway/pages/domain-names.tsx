import {
  ApiGatewayV2Client,
  CreateDomainNameCommand,
  DeleteDomainNameCommand,
  type DomainName,
  GetDomainNamesCommand,
} from "@aws-sdk/client-apigatewayv2";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { mutualTlsFields } from "../domain/mutual-tls-fields.ts";
import { domainNamePath } from "../paths.ts";

export function Component() {
  const client = useClient(ApiGatewayV2Client);
  const { account, region } = useSession();
  const domains = useLive(
    "apigateway/domain-names",
    async () => (await client.send(new GetDomainNamesCommand({ MaxResults: "500" }))).Items ?? [],
  );
  return (
    <Page
      title="Custom domain names"
      breadcrumbs={[]}
      description="Names of your own for APIs of all three kinds. A name must lead to this server, by DNS or a hosts file; Squall's authority signs its certificate."
    >
      <PartTable<DomainName>
        id="apigateway.domain-names"
        title="Domain names"
        noun="domain names"
        one="domain name"
        live={domains}
        rowId={({ DomainName: name = "" }) => name}
        name={({ DomainName: name = "" }) => name}
        columns={[
          {
            id: "name",
            header: "Name",
            cell: ({ DomainName: name = "" }) => <RouteLink href={domainNamePath(name)}>{name}</RouteLink>,
            value: ({ DomainName: name }) => name,
            width: 260,
          },
          {
            id: "status",
            header: "Status",
            cell: ({ DomainNameConfigurations: [one] = [] }) => one?.DomainNameStatus,
            width: 140,
          },
          {
            id: "type",
            header: "Endpoint type",
            cell: ({ DomainNameConfigurations: [one] = [] }) => one?.EndpointType,
            width: 140,
          },
          {
            id: "tls",
            header: "Mutual TLS",
            cell: ({ MutualTlsAuthentication: tls }) => (tls?.TruststoreUri ? "Active" : "Inactive"),
            width: 120,
          },
        ]}
        empty="No domain names."
        create={{
          text: "Create domain name",
          fields: [
            {
              name: "name",
              label: "Domain name",
              required: "Enter a domain name.",
              placeholder: "api.example.com",
              problem: (name) =>
                /^(\*\.)?([a-z0-9-]+\.)+[a-z0-9-]+$/.test(name) ? undefined : "Enter a name such as api.example.com.",
            },
            {
              name: "certificate",
              label: "ACM certificate",
              required: "Enter a certificate's ARN.",
              description: "It is kept by its ARN; what is shown to clients Squall's own authority has signed.",
              problem: (arn) => (/^arn:aws[a-z-]*:(acm|iam):/.test(arn) ? undefined : "It begins with arn:aws:acm:."),
            },
            ...mutualTlsFields,
          ],
          initial: { certificate: `arn:aws:acm:${region}:${account}:certificate/00000000-0000-0000-0000-000000000000` },
          save: ({ name, certificate, truststore, version }) =>
            client.send(
              new CreateDomainNameCommand({
                DomainName: name,
                DomainNameConfigurations: [
                  { CertificateArn: certificate, EndpointType: "REGIONAL", SecurityPolicy: "TLS_1_2" },
                ],
                MutualTlsAuthentication: truststore
                  ? { TruststoreUri: truststore, TruststoreVersion: version || undefined }
                  : undefined,
              }),
            ),
          done: ({ name }) => `Successfully created domain name ${name}.`,
        }}
        remove={{
          body: () => "Its address answers no more.",
          run: ({ DomainName: name }) => client.send(new DeleteDomainNameCommand({ DomainName: name })),
        }}
      />
    </Page>
  );
}
