import { addresses } from "../addresses/address.ts";
import { interfaces } from "../interfaces/network-interface.ts";
import { keyPairs } from "../key-pairs/key-pair.ts";
import { launchTemplates } from "../launch-templates/launch-template.ts";
import { internetGateways } from "../network/internet-gateway.ts";
import { routeTables } from "../network/route-table.ts";
import { subnets } from "../network/subnet.ts";
import { vpcs } from "../network/vpc.ts";
import { groupRules } from "../security-groups/rule.ts";
import { securityGroups } from "../security-groups/security-group.ts";
import type { Kind } from "./kind.ts";

/** Kinds by the prefixes of their ids. */
const kinds: ReadonlyMap<string, Kind<{ readonly id: string }>> = new Map(
  [
    addresses,
    groupRules,
    interfaces,
    internetGateways,
    keyPairs,
    launchTemplates,
    routeTables,
    securityGroups,
    subnets,
    vpcs,
  ].map((kind) => [kind.prefix, kind as unknown as Kind<{ readonly id: string }>]),
);

export function kindOfId(id: string): Kind<{ readonly id: string }> | undefined {
  return kinds.get(prefixOf(id));
}

function prefixOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf("-")));
}
