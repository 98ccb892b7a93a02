/** The addresses of a bucket's and an object's pages. A key stands in the query, as in AWS's: it may hold anything. */
export function bucketPath(bucket: string, prefix = "", tab?: string): string {
  const query = new URLSearchParams({ ...(tab && { tab }), ...(prefix && { prefix }) }).toString();
  return `/console/s3/buckets/${bucket}${query && `?${query}`}`;
}

export function objectPath(bucket: string, key: string): string {
  return `/console/s3/object/${bucket}?${new URLSearchParams({ prefix: key })}`;
}

export function uploadPath(bucket: string, prefix: string): string {
  return `/console/s3/upload/${bucket}${prefix && `?${new URLSearchParams({ prefix })}`}`;
}

/** Buckets > bucket > folder > folder. */
export function folderCrumbs(bucket: string, prefix: string) {
  const parts = prefix.split("/").filter(Boolean);
  return [
    { text: "Buckets", href: "/console/s3/buckets" },
    { text: bucket, href: bucketPath(bucket) },
    ...parts.map((text, index) => ({
      text: `${text}/`,
      href: bucketPath(bucket, `${parts.slice(0, index + 1).join("/")}/`),
    })),
  ];
}

export function s3Uri(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}

export function objectUrl(bucket: string, key: string): string {
  return `${window.location.origin}/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
}
