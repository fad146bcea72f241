interface Started {
  readonly url: string;
  readonly newAdminKey: string | undefined;
  readonly firstInvitation: string | undefined;
}

/** What an operator reads when the hub has started. The key and the link are shown this once. */
export function welcome({ url, newAdminKey, firstInvitation }: Started): string {
  const key = newAdminKey ?? '$AJIL_ADMIN_KEY';
  const lines = [
    '',
    '  Ajil · عاجل',
    '',
    `  Front page   ${url}/`,
    `  API docs     ${url}/api/docs`,
    `  Board        ${url}/api/channels/breaking/headlines`,
    `  Embed        <script async src="${url}/embed/v1/ticker.js" data-channel="breaking"></script>`,
    ...(newAdminKey === undefined
      ? []
      : ['', `  Admin key    ${newAdminKey}`, '               (shown this once: keep it safe)']),
    ...(firstInvitation === undefined
      ? []
      : [
          '',
          `  First admin  ${firstInvitation}`,
          '               (makes an account, once, within 24 hours)',
        ]),
    '',
    '  Publish:',
    // Double quotes, so that the shell puts the key in where it comes from the environment.
    `  curl ${url}/api/channels/breaking/headlines -H "Authorization: Bearer ${key}" \\`,
    `    -H 'Content-Type: application/json' -d '{"headline":"أول خبر عاجل من أجِل"}'`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}
