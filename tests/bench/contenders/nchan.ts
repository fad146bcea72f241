/** Nchan, a module of nginx in C: one worker, one location for subscribers, one for publishers. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../support/programs.ts';
import { freePort } from '../../support/redis.ts';
import { childOf } from '../processes/cost.ts';
import { NAMES } from './names.ts';
import { startPeer } from '../processes/peer.ts';
import { openPoster } from '../post.ts';
import type { Contender, ContenderKind, Ground } from './contender.ts';
import { entriesOf, packetOf } from './headlines.ts';
import { PLAIN } from './node-peers.ts';

const NGINX = ['nginx', '/usr/sbin/nginx', '/usr/local/sbin/nginx'];
const MODULE = 'ngx_nchan_module.so';
const MODULE_FOLDERS = ['/usr/lib/nginx/modules', '/usr/share/nginx/modules', '/etc/nginx/modules'];

/** undefined: this machine has no nginx, or none with the module. */
export function findNchan(): ContenderKind | undefined {
  const nginx = findProgram(NGINX, 'NGINX');
  const nchan = MODULE_FOLDERS.map((folder) => join(folder, MODULE)).find((path) =>
    existsSync(path),
  );
  if (nginx === undefined || nchan === undefined) return undefined;
  return { name: NAMES.nchan, start: (ground) => start(ground, nginx, nchan) };
}

async function start(ground: Ground, nginx: string, nchan: string): Promise<Contender> {
  const port = await freePort();
  const folder = await ground.folder();
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configOf(folder, port, nchan));
  const address = `http://127.0.0.1:${port}`;
  const answers = (): Promise<boolean> =>
    fetch(`${address}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  const command = [...ground.pinned, nginx, '-e', 'stderr', '-p', folder, '-c', file];
  const { pid: master, stop } = await startPeer(command, {
    isReady: answers,
    // A master that is killed leaves its worker behind; this one ends it at once.
    farewell: 'SIGTERM',
  });
  const poster = openPoster(`${address}/publish`);
  const target = { ...PLAIN, path: '/subscribe', port };
  let seq = 0;
  return {
    pid: childOf(master) ?? master,
    target,
    publish() {
      seq += 1;
      return poster.post(packetOf(entriesOf(seq)));
    },
    // It frees what it no longer needs at once.
    tidy: () => Promise.resolve(),
    prepareReturn: () => Promise.resolve(target),
    redisReads: () => Promise.resolve(null),
    async close() {
      poster.close();
      await stop();
    },
  };
}

function configOf(folder: string, port: number, nchan: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join('\n  ');
  // A worker of another user could not enter the folder; only root may say who it is.
  const { uid, username } = userInfo();
  return `load_module ${nchan};
${uid === 0 ? `user ${username};` : ''}
daemon off;
worker_processes 1;
worker_rlimit_nofile 20000;
pid ${folder}/nginx.pid;
error_log stderr error;
events {
  worker_connections 19000;
}
http {
  access_log off;
  ${temporary}
  server {
    listen 127.0.0.1:${port};
    location = /ready {
      return 200;
    }
    location = /publish {
      nchan_publisher http;
      nchan_channel_id breaking;
      nchan_message_buffer_length 20;
    }
    location = /subscribe {
      nchan_subscriber websocket;
      nchan_channel_id breaking;
      nchan_subscriber_first_message newest;
    }
  }
}
`;
}
