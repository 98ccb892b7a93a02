/** What an action does to what it is about. Source: Service Authorization Reference, "Access levels". */
export const levels = ["List", "Read", "Write", "Permissions management", "Tagging"] as const;
export type Level = (typeof levels)[number];

/** AWS's lists name the level of each action; here it is told by the name, whose verbs are the same in all services. */
export function levelOf(name: string): Level {
  if (/^(?:Tag|Untag)|Tagging$|^(?:Create|Delete)Tags$|^(?:Add|Remove|Put|Delete)\w*Tags?(?:To|From)?\w*$/.test(name))
    return /^Get/.test(name) ? "Read" : "Tagging";
  if (/^List/.test(name)) return "List";
  if (
    /^(?:Get|Describe|Head|BatchGet|Query|Scan|Select|Search|Filter|Test|Simulate|Lookup|Estimate|Check|GET|Read|Receive)/.test(
      name,
    )
  )
    return "Read";
  if (
    /(?:Policy|Permission|Permissions|Acl|PublicAccessBlock|AccessKey|LoginProfile|Grant|Role)(?:Version)?$|^(?:Attach|Detach|PassRole|AssumeRole)/.test(
      name,
    )
  )
    return "Permissions management";
  return "Write";
}
