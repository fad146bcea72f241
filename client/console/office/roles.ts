/** Which roles somebody may give, and where. */
import type { Channel } from '../../../shared/channel.ts';
import { EVERY_CHANNEL, mayAs, ROLES, type Role, type Roles } from '../../../shared/role.ts';

export interface RolePlace {
  /** A channel's name, or `*`. */
  readonly place: string;
  /** Those that may be given here, the lowest first; never none. */
  readonly roles: readonly Role[];
}

/** Admins give every role; others those below their own. Only `*` has admins. */
export function placesOf(own: Roles, channels: readonly Channel[]): readonly RolePlace[] {
  const everywhere = Object.hasOwn(own, EVERY_CHANNEL) ? own[EVERY_CHANNEL] : undefined;
  const roleAt = (place: string): Role | undefined => {
    const here = Object.hasOwn(own, place) ? own[place] : undefined;
    if (here === undefined) return everywhere;
    return everywhere !== undefined && mayAs(everywhere, here) ? everywhere : here;
  };
  return [EVERY_CHANNEL, ...channels.map(({ name }) => name)].flatMap((place) => {
    const roles = givenBy(roleAt(place)).filter(
      (one) => one !== 'admin' || place === EVERY_CHANNEL,
    );
    return roles.length === 0 ? [] : [{ place, roles }];
  });
}

function givenBy(role: Role | undefined): readonly Role[] {
  if (role === 'admin') return ROLES;
  return role === 'chief' ? ROLES.filter((one) => !mayAs(one, role)) : [];
}

/** With this role at this place; undefined takes it away. */
export function withRole(roles: Roles, place: string, role: Role | undefined): Roles {
  const { [place]: _, ...others } = roles;
  return role === undefined ? others : { ...others, [place]: role };
}
