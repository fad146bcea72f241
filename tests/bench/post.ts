/** POST requests on keep-alive connections, each awaited to the end of its answer. */
import { Agent, request, type OutgoingHttpHeaders } from 'node:http';

export interface Poster {
  /** Rejects where the answer is none of success. */
  post(body: string): Promise<void>;
  close(): void;
}

export function openPoster(
  url: string,
  headers: OutgoingHttpHeaders = {},
  connections = 1,
): Poster {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    post: (body) => post(agent, url, headers, body),
    close() {
      agent.destroy();
    },
  };
}

function post(agent: Agent, url: string, own: OutgoingHttpHeaders, body: string): Promise<void> {
  const headers = { ...own, 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const { statusCode = 0 } = response;
      // Read to its end, or the connection is never free for the next.
      response.resume().once('end', () => {
        if (statusCode >= 200 && statusCode < 300) resolve();
        else reject(new Error(`${url} answered ${statusCode}`));
      });
      response.once('error', reject);
    });
    sent.once('error', (error: NodeJS.ErrnoException) => {
      // A server closes a connection that was idle for a while, perhaps just as it is used: nothing was read.
      const wasIdle = sent.reusedSocket && error.code === 'ECONNRESET';
      if (wasIdle) post(agent, url, own, body).then(resolve, reject);
      else reject(error);
    });
    sent.end(body);
  });
}
