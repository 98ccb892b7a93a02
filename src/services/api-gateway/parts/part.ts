import type {
  Authorizer,
  ClientCertificate,
  Deployment,
  DocumentationPart,
  DocumentationVersion,
  GatewayResponse,
  Method,
  Model,
  RequestValidator,
  Stage,
  VpcLink,
} from "@aws-sdk/client-api-gateway";
import {
  type ApiKeyRecord,
  ofAccount,
  type UsagePlanKeyRecord,
  type UsagePlanRecord,
} from "../../execute-api/api-keys/key-store.ts";

/** What belongs to an API, to a usage plan (its keys) or to an account and region itself (keys, plans), each in AWS's shape. */
export interface Parts {
  readonly Resource: ResourceRecord;
  readonly Deployment: DeploymentRecord;
  readonly Stage: StageRecord;
  readonly Model: ModelRecord;
  readonly RequestValidator: RequestValidatorRecord;
  readonly Authorizer: AuthorizerRecord;
  readonly GatewayResponse: GatewayResponseRecord;
  readonly DocumentationPart: DocumentationPartRecord;
  readonly DocumentationVersion: DocumentationVersionRecord;
  readonly ClientCertificate: ClientCertificateRecord;
  readonly VpcLink: VpcLinkRecord;
  readonly Account: AccountRecord;
  readonly ApiKey: ApiKeyRecord;
  readonly UsagePlan: UsagePlanRecord;
  readonly UsagePlanKey: UsagePlanKeyRecord;
}

export type PartKind = keyof Parts;

/** A resource with its methods, their integrations and responses: they are changed and served together. */
export interface ResourceRecord {
  readonly id: string;
  /** The root has neither. */
  readonly parentId?: string;
  readonly pathPart?: string;
  readonly path: string;
  readonly methods: Readonly<Record<string, Method>>;
}
export type DeploymentRecord = Omit<Deployment, "createdDate"> & { readonly id: string; readonly createdMs: number };
export type StageRecord = Omit<Stage, "createdDate" | "lastUpdatedDate"> & {
  readonly stageName: string;
  readonly deploymentId: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  /** How often what authorizers had said was forgotten. */
  readonly authorizersFlushed?: number;
  /** How often what was kept of answers was forgotten. */
  readonly cacheFlushed?: number;
  /** When its cluster was asked for. */
  readonly cacheSinceMs?: number;
};
export type ModelRecord = Model & { readonly name: string };
export type RequestValidatorRecord = RequestValidator & { readonly id: string };
export type AuthorizerRecord = Authorizer & { readonly id: string; readonly name: string };
export type GatewayResponseRecord = GatewayResponse & { readonly responseType: string };
export type DocumentationPartRecord = DocumentationPart & { readonly id: string };
/** With the parts that it keeps as they were. */
export type DocumentationVersionRecord = Omit<DocumentationVersion, "createdDate"> & {
  readonly version: string;
  readonly createdMs: number;
  readonly parts: readonly DocumentationPartRecord[];
};
/** `privateKey` is for requests to endpoints, and is shown to nobody. */
export type ClientCertificateRecord = Omit<ClientCertificate, "createdDate" | "expirationDate"> & {
  readonly clientCertificateId: string;
  readonly createdMs: number;
  readonly expiresMs: number;
  readonly privateKey: string;
};
export type VpcLinkRecord = Omit<VpcLink, "status" | "statusMessage"> & {
  readonly id: string;
  readonly createdMs: number;
};
/** What is set for an account and region as a whole. */
export interface AccountRecord {
  readonly id: string;
  readonly cloudwatchRoleArn?: string;
}

export { type ApiKeyRecord, ofAccount, type UsagePlanKeyRecord, type UsagePlanRecord };

/** The member by which a part is found within its owner. */
const idOf = {
  Resource: "id",
  Deployment: "id",
  Stage: "stageName",
  Model: "name",
  RequestValidator: "id",
  Authorizer: "id",
  GatewayResponse: "responseType",
  DocumentationPart: "id",
  DocumentationVersion: "version",
  ClientCertificate: "clientCertificateId",
  VpcLink: "id",
  Account: "id",
  ApiKey: "id",
  UsagePlan: "id",
  UsagePlanKey: "id",
} as const satisfies { readonly [K in PartKind]: keyof Parts[K] };

export function idOfPart<K extends PartKind>(kind: K, part: Parts[K]): string {
  return String((part as Readonly<Record<string, unknown>>)[idOf[kind]]);
}

type Dated<T> = Omit<T, "createdMs" | "updatedMs" | "authorizersFlushed"> & {
  createdDate?: Date;
  lastUpdatedDate?: Date;
};

/** As it goes to a client: with dates. */
export function toPart<T extends object>(record: T): Dated<T> {
  const {
    createdMs,
    updatedMs,
    authorizersFlushed: _,
    ...rest
  } = record as T & {
    createdMs?: number;
    updatedMs?: number;
    authorizersFlushed?: number;
  };
  return {
    ...rest,
    ...(createdMs !== undefined && { createdDate: new Date(createdMs) }),
    ...(updatedMs !== undefined && { lastUpdatedDate: new Date(updatedMs) }),
  };
}
