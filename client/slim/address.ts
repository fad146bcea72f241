/** An address in its parts, under the names that the engine reads. */
export interface Address {
  readonly protocol: string;
  readonly host: string;
  /** Empty where it is the protocol's own; the engine then fills it in. */
  readonly port: string;
  readonly query: string;
}

/** What is no address is taken for a host that nobody reaches: the ticker says so, nothing throws. */
export function parse(source: string): Address {
  if (!URL.canParse(source)) return { protocol: '', host: source, port: '', query: '' };
  const { protocol, hostname, port, search } = new URL(source);
  return {
    protocol: protocol.slice(0, -1),
    // The engine puts the brackets of an IPv6 address back where it needs them.
    host: hostname.replace(/^\[|\]$/g, ''),
    port,
    query: search.slice(1),
  };
}
