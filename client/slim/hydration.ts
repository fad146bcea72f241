/** Svelte draws the ticker anew, always: as constants these let the bundler drop every other branch. */
export const hydrating = false;
export const hydrate_node = null;

const nothing = (): void => {};

export {
  nothing as set_hydrating,
  nothing as set_hydrate_node,
  nothing as hydrate_next,
  nothing as reset,
  nothing as hydrate_template,
  nothing as next,
  nothing as skip_nodes,
  nothing as read_hydration_instruction,
};
