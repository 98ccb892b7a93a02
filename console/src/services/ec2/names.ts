/** What a resource is called, which is a tag of it. */
export function nameOf({ Tags = [] }: { readonly Tags?: { Key?: string; Value?: string }[] | undefined }): string {
  return Tags.find(({ Key }) => Key === "Name")?.Value ?? "";
}
