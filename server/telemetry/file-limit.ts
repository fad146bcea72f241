/** How many files this process may have open: every viewer is one. */
import { z } from 'zod';

const reportSchema = z.object({
  userLimits: z.object({
    open_files: z.object({ soft: z.union([z.number(), z.literal('unlimited')]) }),
  }),
});

/** For Redis, the database, publishers, readers of pages, and what Node has open itself. */
const RESERVE = 256;

/** Infinity where there is none, or where the system does not say. Node has raised it as far as it may. */
export function openFileLimit(): number {
  // Otherwise the report asks the network for the names of all who are connected.
  Object.assign(process.report, { excludeNetwork: true });
  const report = reportSchema.safeParse(process.report.getReport());
  const soft = report.data?.userLimits.open_files.soft;
  return typeof soft === 'number' ? soft : Infinity;
}

/** What an operator should know, and do; undefined where the limit is high enough. */
export function fileWarning(limit: number, maxViewers: number): string | undefined {
  const needed = maxViewers + RESERVE;
  if (limit >= needed) return undefined;
  const fit = Math.max(1, limit - RESERVE);
  return (
    `This process may open ${limit} files, and every viewer is one: MAX_VIEWERS=${maxViewers} needs ` +
    `${needed}. Raise the limit (ulimit -n ${needed}; LimitNOFILE= in a systemd unit), or set ` +
    `MAX_VIEWERS=${fit}.`
  );
}
