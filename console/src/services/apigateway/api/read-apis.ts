import { type Api, type ApiGatewayV2Client, GetApisCommand } from "@aws-sdk/client-apigatewayv2";

/** There are at most as many as AWS's quota says: all are read. */
export async function readApis(client: ApiGatewayV2Client): Promise<readonly Api[]> {
  const found: Api[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new GetApisCommand({ NextToken }));
    found.push(...(page.Items ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}
