/** Where the audit log is read, or downloaded. An empty channel is all of them. */
export function auditPath(channel: string, asked: Readonly<Record<string, string>>): string {
  return `/api/audit?${new URLSearchParams({ ...(channel !== '' && { channel }), ...asked })}`;
}
