/**
 * The crowd: all viewers in one process of their own, on the other end of an IPC channel from the
 * bench. It must cost clearly less than the server that it watches, or it measures itself.
 */
import { answerSchema, clock, orderSchema, type Answer, type Order } from './orders.ts';
import { linesOf, openViewer, type Viewer } from './viewer.ts';

type Opening = Extract<Order, { order: 'open' }>;

interface Member {
  readonly viewer: Viewer;
  seen: number;
}

const members = new Set<Member>();
let faults: Record<string, number> = {};
let deliveries = 0;
let surplus = 0;
/** A round is over when every viewer has got its delivery; the next may begin only then. */
let round = 1;
let complete = 0;
let whenEmpty: (() => void) | undefined;
let awake: NodeJS.Immediate | undefined;
/** ms of this round in turns that brought deliveries. */
let busy = 0;
let turned = 0;
let counted = 0;

function tell(answer: Answer): void {
  process.send?.(answerSchema.parse(answer));
}

function count(member: Member, bytes: number): void {
  deliveries += 1;
  member.seen += 1;
  if (member.seen !== round) {
    surplus += 1;
    return;
  }
  complete += 1;
  if (complete < members.size) return;
  const at = clock();
  tell({ answer: 'round', round, at, bytes, busy: busy + at - turned });
  round += 1;
  complete = 0;
  busy = 0;
  turned = at;
}

/**
 * Between headlines it does not sleep: on one machine it is the server that pays for waking its viewers, and
 * the faster they are, the more often. On a network of its own no viewer costs its server that.
 */
function stayAwake(): void {
  const now = clock();
  if (deliveries > counted) busy += now - turned;
  counted = deliveries;
  turned = now;
  awake = setImmediate(stayAwake);
}

function open({ target, viewers, underWay, limitMs }: Opening): void {
  const lines = linesOf(target);
  const started = clock();
  let begun = 0;
  let ready = 0;
  let failed = 0;
  let isOver = false;
  [faults, deliveries, surplus, round, complete] = [{}, 0, 0, 1, 0];

  function finish(): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    tell({ answer: 'opened', ready, milliseconds: clock() - started, faults });
    [busy, turned, counted] = [0, clock(), deliveries];
    stayAwake();
  }

  function settle(): void {
    if (ready + failed >= viewers) finish();
    else if (begun < viewers) begin();
  }

  function blame(why: string): void {
    faults[why] = (faults[why] ?? 0) + 1;
  }

  function begin(): void {
    begun += 1;
    let isReady = false;
    const viewer = openViewer(lines, {
      ready() {
        isReady = true;
        ready += 1;
        settle();
      },
      delivered(bytes) {
        count(member, bytes);
      },
      failed(why) {
        blame(isReady ? `${why}, later` : why);
        if (isReady) return;
        failed += 1;
        settle();
      },
      gone() {
        members.delete(member);
        if (members.size === 0) whenEmpty?.();
      },
    });
    const member: Member = { viewer, seen: 0 };
    members.add(member);
  }

  const timer = setTimeout(() => {
    const late = viewers - ready - failed;
    if (late > 0) faults[`not there after ${limitMs} ms`] = late;
    finish();
  }, limitMs);
  for (let n = Math.min(underWay, viewers); n > 0; n -= 1) begin();
}

function drop(): void {
  clearImmediate(awake);
  const done = (): void => {
    whenEmpty = undefined;
    tell({ answer: 'dropped' });
  };
  if (members.size === 0) {
    done();
    return;
  }
  whenEmpty = done;
  for (const { viewer } of members) viewer.drop();
}

process.on('message', (message) => {
  const order = orderSchema.parse(message);
  if (order.order === 'open') open(order);
  else if (order.order === 'drop') drop();
  else tell({ answer: 'report', viewers: members.size, deliveries, surplus, faults });
});
// Without its bench a crowd has nobody to watch for.
process.once('disconnect', () => process.exit());
