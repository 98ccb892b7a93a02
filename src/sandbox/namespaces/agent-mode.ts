/** `user-namespace`: root only of a namespace of its own. `none`: no isolation at all. */
export type AgentMode = "root" | "user-namespace" | "none";
