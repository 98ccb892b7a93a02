import type {
  Authorizer,
  Deployment,
  Integration,
  IntegrationResponse,
  Model,
  Route,
  RouteResponse,
  Stage,
} from "@aws-sdk/client-apigatewayv2";

/** What an API is made of, each in AWS's shape. */
export interface Parts {
  readonly Route: RouteRecord;
  readonly Integration: IntegrationRecord;
  readonly Authorizer: AuthorizerRecord;
  readonly Stage: StageRecord;
  readonly Deployment: DeploymentRecord;
  readonly RouteResponse: RouteResponseRecord;
  readonly IntegrationResponse: IntegrationResponseRecord;
  readonly Model: ModelRecord;
}

export type PartKind = keyof Parts;

export type RouteRecord = Route & { readonly RouteId: string; readonly RouteKey: string };
export type IntegrationRecord = Integration & { readonly IntegrationId: string };
export type AuthorizerRecord = Authorizer & { readonly AuthorizerId: string; readonly Name: string };
export type StageRecord = Omit<Stage, "CreatedDate" | "LastUpdatedDate"> & {
  readonly StageName: string;
  readonly CreatedMs: number;
  readonly UpdatedMs: number;
  /** How often what its authorizers have said was to be forgotten; a client is not told. */
  readonly AuthorizersFlushed?: number;
};
/** `RouteId` and `IntegrationId` say whose a response is; a client is not told. */
export type RouteResponseRecord = RouteResponse & {
  readonly RouteResponseId: string;
  readonly RouteResponseKey: string;
  readonly RouteId: string;
};
export type IntegrationResponseRecord = IntegrationResponse & {
  readonly IntegrationResponseId: string;
  readonly IntegrationResponseKey: string;
  readonly IntegrationId: string;
};
export type ModelRecord = Model & { readonly ModelId: string; readonly Name: string };
export type DeploymentRecord = Omit<Deployment, "CreatedDate"> & {
  readonly DeploymentId: string;
  readonly CreatedMs: number;
};

/** The member by which a part is found within its API. */
const idOf = {
  Route: "RouteId",
  Integration: "IntegrationId",
  Authorizer: "AuthorizerId",
  Stage: "StageName",
  Deployment: "DeploymentId",
  RouteResponse: "RouteResponseId",
  IntegrationResponse: "IntegrationResponseId",
  Model: "ModelId",
} as const satisfies { readonly [K in PartKind]: keyof Parts[K] };

export function idOfPart<K extends PartKind>(kind: K, part: Parts[K]): string {
  return String((part as Readonly<Record<string, unknown>>)[idOf[kind]]);
}

/** As AWS's ids are: a route's and an integration's seven characters, the others' six. */
export const idCharacters = {
  Route: 7,
  Integration: 7,
  Authorizer: 6,
  Deployment: 6,
  RouteResponse: 7,
  IntegrationResponse: 7,
  Model: 6,
} as const;

type Dated<T> = Omit<T, "CreatedMs" | "UpdatedMs"> & { CreatedDate?: Date; LastUpdatedDate?: Date };

/** As it goes to a client: with dates. */
export function toPart<T extends object>(record: T): Dated<T> {
  const { CreatedMs, UpdatedMs, ...rest } = record as T & { CreatedMs?: number; UpdatedMs?: number };
  return {
    ...rest,
    ...(CreatedMs !== undefined && { CreatedDate: new Date(CreatedMs) }),
    ...(UpdatedMs !== undefined && { LastUpdatedDate: new Date(UpdatedMs) }),
  };
}
