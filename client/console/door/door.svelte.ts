/** Coming in: by password, by the provider, by an invitation. */
import type { ConsoleModel } from '../console.svelte.ts';
import { isCode, type Refusal } from '../hub.ts';
import { isRecord } from '../read.ts';

const readAccepted = (value: unknown): { isIn: boolean } | undefined =>
  isRecord(value) ? { isIn: value['session'] !== null } : undefined;
const readSignedIn = (value: unknown): true | undefined => (isRecord(value) ? true : undefined);

export class DoorModel {
  readonly #model: ConsoleModel;
  email = $state('');
  password = $state('');
  code = $state('');
  name = $state('');
  /** The link is for a new password, so nobody is asked for a name. */
  isReset = $state(false);
  showsPassword = $state(false);
  isBusy = $state(false);
  refusal = $state.raw<Refusal>();
  /** The password is new, and a code is needed to come in. */
  isChanged = $state(false);

  constructor(model: ConsoleModel) {
    this.#model = model;
    const { problem } = model.route.errand;
    if (problem !== undefined) {
      const code = isCode(problem) ? problem : 'unreadable';
      this.refusal = { code, detail: '', retryable: false, errors: [] };
    }
  }

  readonly signIn = async (): Promise<void> => {
    const { email, password } = this;
    const code = this.code.trim();
    const body = { email: email.trim(), password, ...(code !== '' && { code }) };
    await this.#try(async ({ hub, me, route }) => {
      const answer = await hub.ask('POST', '/api/session', readSignedIn, { body });
      if (answer.kind === 'refused') return answer.refusal;
      route.done();
      await me.look();
      return me.refusal;
    });
  };

  readonly accept = async (): Promise<void> => {
    const { email, name, password, isReset } = this;
    const { language } = this.#model.appearance;
    await this.#try(async ({ hub, me, route }) => {
      const token = route.errand.invitation;
      const said = { name: name.trim(), language, ...(email.trim() && { email: email.trim() }) };
      const body = { token, password, ...(!isReset && said) };
      const path = '/api/invitations/accept';
      const answer = await hub.ask('POST', path, readAccepted, { body });
      if (answer.kind === 'refused') return answer.refusal;
      this.isChanged = answer.kind === 'done' && !answer.value.isIn;
      route.done();
      await me.look();
      return me.refusal;
    });
  };

  async #try(act: (model: ConsoleModel) => Promise<Refusal | undefined>): Promise<void> {
    this.isBusy = true;
    this.refusal = await act(this.#model);
    this.isBusy = false;
  }
}
