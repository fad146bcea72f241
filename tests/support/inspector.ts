/**
 * A look into another Node process by the protocol of its inspector (Chrome DevTools Protocol): SIGUSR1 opens
 * it in any of them, so the server needs no code for it.
 */
import { once } from 'node:events';
import { z } from 'zod';
import { until } from './until.ts';

/** Comes after `node`: the inspector then takes a free port instead of its usual one. */
export const INSPECTABLE = ['--inspect-port=0'];

export interface Inspected {
  readonly pid: number;
  readonly said: { readonly err: string };
}

export interface Inspector {
  /** Two passes: what the first one finalises only the second can free. */
  collectGarbage(): Promise<void>;
  /** The value of an expression, which must be JSON. `load(name)` in it gives what the process itself has loaded. */
  evaluate(expression: string): Promise<unknown>;
  /** The value of a function, `(objects) => JSON`, of all living objects of a class, which is such an expression. */
  ofAll(className: string, reader: string): Promise<unknown>;
  close(): Promise<void>;
}

/** ms: a collection stops the process, and a busy machine takes its time. */
const LIMIT = 60_000;

const messageSchema = z.object({
  id: z.number().optional(),
  error: z.unknown().optional(),
  result: z.unknown().optional(),
});
const remoteSchema = z.looseObject({
  value: z.unknown().optional(),
  objectId: z.string().optional(),
});
const evaluatedSchema = z.looseObject({
  result: remoteSchema,
  exceptionDetails: z.unknown().optional(),
});
const objectsSchema = z.object({ objects: z.looseObject({ objectId: z.string() }) });

/** CommonJS is loaded once, so it gives the very classes that the process works with. */
function inside(expression: string): string {
  const load = `process.getBuiltinModule('module').createRequire(process.argv[1])`;
  return `((load) => (${expression}))(${load})`;
}

export async function openInspector({ pid, said }: Inspected): Promise<Inspector> {
  const address = (): string | undefined => /Debugger listening on (ws:\S+)/.exec(said.err)?.[1];
  if (address() === undefined) process.kill(pid, 'SIGUSR1');
  await until(() => address() !== undefined, 'the inspector to open');
  const socket = new WebSocket(address() ?? '');
  await once(socket, 'open');
  const ask = asker(socket);

  async function evaluate(params: object): Promise<z.output<typeof remoteSchema>> {
    const answer = evaluatedSchema.parse(await ask('Runtime.evaluate', params));
    if (answer.exceptionDetails === undefined) return answer.result;
    throw new Error(`It threw: ${JSON.stringify(answer.exceptionDetails)}`);
  }

  return {
    async collectGarbage() {
      for (let pass = 1; pass <= 2; pass += 1) await ask('HeapProfiler.collectGarbage', {});
    },
    async evaluate(expression) {
      return (await evaluate({ expression: inside(expression), returnByValue: true })).value;
    },
    async ofAll(className, reader) {
      const objectGroup = 'looked-at';
      const expression = inside(`(${className}).prototype`);
      const { objectId: prototypeObjectId } = await evaluate({ expression, objectGroup });
      const found = await ask('Runtime.queryObjects', { prototypeObjectId, objectGroup });
      const { objectId } = objectsSchema.parse(found).objects;
      const call = { objectId, functionDeclaration: `function () { return (${reader})(this); }` };
      const answer = await ask('Runtime.callFunctionOn', { ...call, returnByValue: true });
      // Otherwise the inspector itself would keep them all.
      await ask('Runtime.releaseObjectGroup', { objectGroup });
      const { result, exceptionDetails } = evaluatedSchema.parse(answer);
      if (exceptionDetails === undefined) return result.value;
      throw new Error(`It threw: ${JSON.stringify(exceptionDetails)}`);
    },
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

/** So that the memory of a process is what it keeps, and not what it has not yet thrown away. */
export async function collectGarbage(process: Inspected): Promise<void> {
  const inspector = await openInspector(process);
  await inspector.collectGarbage().finally(() => inspector.close());
}

/** What a process said on its standard error, without what Node says of an inspector. */
export function complaintsOf({ err }: { readonly err: string }): string {
  const ofInspector =
    /^(Debugger (listening on|attached|ending on)|For help, see: https:\/\/nodejs\.org|Waiting for the debugger)/;
  return err
    .split('\n')
    .filter((line) => !ofInspector.test(line))
    .join('\n');
}

type Ask = (method: string, params: object) => Promise<unknown>;

function asker(socket: WebSocket): Ask {
  let last = 0;
  return (method, params) => {
    const id = (last += 1);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const fail = (): void => reject(new Error(`The inspector did not answer ${method}`));
    const timer = setTimeout(fail, LIMIT);
    const listen = ({ data }: MessageEvent): void => {
      const message = messageSchema.parse(JSON.parse(String(data)));
      if (message.id !== id) return;
      if (message.error === undefined) resolve(message.result);
      else reject(new Error(`The inspector answered ${JSON.stringify(message.error)}`));
    };
    socket.addEventListener('message', listen);
    socket.addEventListener('close', fail);
    socket.send(JSON.stringify({ id, method, params }));
    return promise.finally(() => {
      clearTimeout(timer);
      socket.removeEventListener('message', listen);
      socket.removeEventListener('close', fail);
    });
  };
}
