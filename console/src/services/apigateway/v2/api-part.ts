import type { GetApiResponse } from "@aws-sdk/client-apigatewayv2";

/** What each part of an API's page is given. */
export interface ApiPartProps {
  readonly api: GetApiResponse;
}
