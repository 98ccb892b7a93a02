import { BlockList, isIP } from "node:net";
import { malformedQuery } from "../../errors.ts";
import { toText } from "../value.ts";
import type { InsightsFunction } from "./insights-function.ts";
import { valueFunction } from "./insights-function.ts";

export const addressFunctions = {
  isvalidip: valueFunction(1, 1, (value) => familyOf(toText(value)) !== 0),
  isvalidipv4: valueFunction(1, 1, (value) => familyOf(toText(value)) === 4),
  isvalidipv6: valueFunction(1, 1, (value) => familyOf(toText(value)) === 6),
  isipinsubnet: inSubnet([4, 6]),
  isipv4insubnet: inSubnet([4]),
  isipv6insubnet: inSubnet([6]),
} as const;

/** `isIpInSubnet(field, "10.0.0.0/8")`: the subnet is written in the query. */
function inSubnet(families: readonly number[]): InsightsFunction {
  return {
    least: 2,
    most: 2,
    build: (call, _, compile) => {
      const [subject, subnet] = call.arguments;
      const [, network = "", bits = ""] =
        /^([^/]+)\/(\d{1,3})$/.exec(subnet?.kind === "literal" ? String(subnet.value) : "") ?? [];
      const family = familyOf(network);
      if (!subject || !families.includes(family) || Number(bits) > (family === 4 ? 32 : 128)) {
        throw malformedQuery(`${call.name} needs a subnet, as in "10.0.0.0/8"`, call.from, call.to);
      }
      const list = new BlockList();
      list.addSubnet(network, Number(bits), family === 4 ? "ipv4" : "ipv6");
      const evaluate = compile(subject);
      return (row) => {
        const address = toText(evaluate(row)) ?? "";
        return familyOf(address) === family && list.check(address, family === 4 ? "ipv4" : "ipv6");
      };
    },
  };
}

function familyOf(text: string | undefined): number {
  return text === undefined || text.includes("%") ? 0 : isIP(text);
}
