import type {
  ConnectionAuthResponseParameters,
  ConnectionHttpParameters,
  Connection as ConnectionShape,
} from "@aws-sdk/client-eventbridge";
import type { Place } from "../../service.ts";
import {
  type ApiDestination,
  apiDestinationArn,
  type Connection,
  connectionArn,
  defaultRatePerSecond,
} from "./connection.ts";

export function toConnection(at: Place, connection: Connection): ConnectionShape {
  const { name, type, state, createdMs, modifiedMs, authorizedMs } = connection;
  return {
    ConnectionArn: connectionArn(at, connection),
    Name: name,
    ConnectionState: state,
    StateReason: connection.reason,
    AuthorizationType: type,
    ...toTimes({ createdMs, modifiedMs }),
    LastAuthorizedTime: authorizedMs === undefined ? undefined : new Date(authorizedMs),
  };
}

export function toTimes({ createdMs, modifiedMs }: { readonly createdMs: number; readonly modifiedMs: number }) {
  return { CreationTime: new Date(createdMs), LastModifiedTime: new Date(modifiedMs) };
}

/** Without what is secret. */
export function toAuthParameters({ parameters }: Connection): ConnectionAuthResponseParameters {
  const { BasicAuthParameters: basic, ApiKeyAuthParameters: key, OAuthParameters: oauth } = parameters;
  return {
    BasicAuthParameters: basic && { Username: basic.Username },
    ApiKeyAuthParameters: key && { ApiKeyName: key.ApiKeyName },
    OAuthParameters: oauth && {
      ClientParameters: { ClientID: oauth.ClientParameters?.ClientID },
      AuthorizationEndpoint: oauth.AuthorizationEndpoint,
      HttpMethod: oauth.HttpMethod,
      OAuthHttpParameters: withoutSecrets(oauth.OAuthHttpParameters),
    },
    InvocationHttpParameters: withoutSecrets(parameters.InvocationHttpParameters),
  };
}

function withoutSecrets(parameters: ConnectionHttpParameters | undefined): ConnectionHttpParameters | undefined {
  type Entry = { readonly Key?: string; readonly Value?: string; readonly IsValueSecret?: boolean };
  const shown = (list: readonly Entry[] | undefined) =>
    list?.map(({ Key, Value, IsValueSecret = false }) => ({
      Key,
      Value: IsValueSecret ? undefined : Value,
      IsValueSecret,
    }));
  return (
    parameters && {
      HeaderParameters: shown(parameters.HeaderParameters),
      QueryStringParameters: shown(parameters.QueryStringParameters),
      BodyParameters: shown(parameters.BodyParameters),
    }
  );
}

/** It is active while its connection is authorized. */
export function toApiDestination(at: Place, destination: ApiDestination, connection: Connection | undefined) {
  const { name, connectionArn: ConnectionArn, endpoint, method, ratePerSecond, createdMs, modifiedMs } = destination;
  return {
    ApiDestinationArn: apiDestinationArn(at, destination),
    Name: name,
    ApiDestinationState: toApiDestinationState(connection),
    ConnectionArn,
    InvocationEndpoint: endpoint,
    HttpMethod: method as "POST",
    InvocationRateLimitPerSecond: ratePerSecond ?? defaultRatePerSecond,
    ...toTimes({ createdMs, modifiedMs }),
  };
}

export function toApiDestinationState(connection: Connection | undefined): "ACTIVE" | "INACTIVE" {
  return connection?.state === "AUTHORIZED" ? "ACTIVE" : "INACTIVE";
}
