import type { Address as WireAddress } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { toTagList } from "../../tags.ts";
import { addressNotFound, allocationNotFound } from "../errors.ts";
import { publicName } from "../network/default-network.ts";
import type { Described } from "../resources/describe-kind.ts";
import { defineKind } from "../resources/kind.ts";

/** An Elastic IP address. */
export interface Address {
  /** `eipalloc-…` */
  readonly id: string;
  readonly account: string;
  readonly publicAddress: string;
  readonly association: AddressAssociation | undefined;
}

export interface AddressAssociation {
  readonly id: string;
  readonly instanceId: string | undefined;
  readonly networkInterfaceId: string;
  readonly privateAddress: string;
}

export const addresses = defineKind<Address>({
  name: "elastic-ip",
  prefix: "eipalloc",
  code: "InvalidAllocationID",
  notFound: allocationNotFound,
  parentOf: ({ association }) => association?.networkInterfaceId ?? "",
});

/** The one that a private address of an interface is reached by. */
export function associationOf(
  all: readonly Address[],
  interfaceId: string,
  privateAddress: string,
): Address | undefined {
  return all.find(
    ({ association }) =>
      association?.networkInterfaceId === interfaceId && association.privateAddress === privateAddress,
  );
}

/** By its allocation or by what it is. Throws if it is not there. */
export async function requireAddress(
  tx: ReadTransaction,
  place: Place,
  {
    AllocationId: id,
    PublicIp: text,
  }: { readonly AllocationId?: string | undefined; readonly PublicIp?: string | undefined },
): Promise<Address> {
  if (id !== undefined) return addresses.require(tx, place, id);
  const found = (await addresses.list(tx, place)).find(({ publicAddress }) => publicAddress === text);
  if (!found) throw addressNotFound(text ?? "");
  return found;
}

export function toElasticAddress({ resource, tags, account }: Described<Address>, { region }: Place): WireAddress {
  const { association } = resource;
  return {
    AllocationId: resource.id,
    PublicIp: resource.publicAddress,
    Domain: "vpc",
    PublicIpv4Pool: "amazon",
    NetworkBorderGroup: region,
    ...(association && {
      AssociationId: association.id,
      InstanceId: association.instanceId,
      NetworkInterfaceId: association.networkInterfaceId,
      NetworkInterfaceOwnerId: account,
      PrivateIpAddress: association.privateAddress,
    }),
    Tags: toTagList(tags),
  };
}

/** The name under which the public address is known; it is the same whether anything has the address. */
export function nameOf({ publicAddress }: Address, region: string): string {
  return publicName(publicAddress, region);
}
