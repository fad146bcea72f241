/** The two ways to the hub: the library's WebSocket, and its HTTP long polling by `fetch`. */
import { Polling } from '../../node_modules/engine.io-client/build/esm/transports/polling.js';
import { WS } from '../../node_modules/engine.io-client/build/esm/transports/websocket.js';

/**
 * The library has a `Fetch` too, but an answer that breaks off half-way is an unhandled rejection in
 * the host page there, and the ticker would learn of it only when the next ping does not come.
 */
class FetchPolling extends Polling {
  override doPoll(): void {
    this.#ask({}, (answer) => this.onData(answer));
  }

  override doWrite(body: string, done: () => void): void {
    this.#ask({ method: 'POST', body }, done);
  }

  #ask(request: RequestInit, done: (answer: string) => void): void {
    const { extraHeaders: headers = {}, withCredentials } = this.opts;
    const credentials = withCredentials ? 'include' : 'omit';
    fetch(this.uri(), { ...request, headers, credentials })
      .then((response) => {
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        return response.text();
      })
      .then(done, (error: unknown) => this.onError('polling error', error));
  }
}

export const transports = { websocket: WS, polling: FetchPolling };
