import type { SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import type { ComponentType } from "react";
import type { ClientConstructor } from "../aws/clients.ts";

/** A service of the console: a folder under services/ and a line in services/index.ts. */
export interface ConsoleService {
  /** The first part of its paths: `/console/ID/…`. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category:
    | "Compute"
    | "Storage"
    | "Database"
    | "Application Integration"
    | "Management"
    | "Security"
    | "Billing";
  /** Where its entry in the menu leads. */
  readonly home: string;
  /** The side navigation. */
  readonly navigation: readonly SideNavigationProps.Item[];
  /** Finds its resources by name, for the search; loaded when somebody searches. */
  readonly find?: () => Promise<{ readonly findResources: FindResources }>;
  /** Pages that the search finds, too. */
  readonly features: readonly { readonly text: string; readonly href: string }[];
  /** Its pages, each loaded when it is first opened. Paths are relative to `/console/ID`; "" is the service's first page. */
  readonly routes: readonly ServiceRoute[];
}

/** Of each kind a few whose name has the text in it. Each kind costs a bounded number of calls; one that fails is left out. */
export type FindResources = (search: ResourceSearch) => Promise<readonly FoundResource[]>;

export interface ResourceSearch {
  /** In lower case, not empty. */
  readonly text: string;
  readonly client: <C>(kind: ClientConstructor<C>) => C;
  readonly abortSignal: AbortSignal;
}

export interface FoundResource {
  readonly name: string;
  /** "Function", "Bucket". */
  readonly kind: string;
  readonly href: string;
}

interface ServiceRoute {
  readonly path: string;
  readonly load: () => Promise<{ readonly Component: ComponentType }>;
}

export function defineConsoleService(service: ConsoleService): ConsoleService {
  return service;
}
