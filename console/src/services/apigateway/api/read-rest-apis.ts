import { type APIGatewayClient, GetRestApisCommand, type RestApi } from "@aws-sdk/client-api-gateway";

/** There are at most as many as AWS's quota says: all are read. */
export async function readRestApis(client: APIGatewayClient): Promise<readonly RestApi[]> {
  const found: RestApi[] = [];
  let position: string | undefined;
  do {
    const page = await client.send(new GetRestApisCommand({ position, limit: 500 }));
    found.push(...(page.items ?? []));
    position = page.position;
  } while (position);
  return found;
}
