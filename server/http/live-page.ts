/** The live page as HTML: from a board in memory, for any browser, with scripts or without. */
import { ageFormat, ageOf } from '../../shared/age.ts';
import { html } from 'hono/html';
import type { Channel } from '../../shared/channel.ts';
import { directionOf, type UsableHeadline } from '../../shared/headline.ts';
import type { Board } from '../boards/boards.ts';
import { liveMessages, TEST, type LiveMessages } from './live-messages.ts';
import type { Markup, PageParts } from './shell.ts';

/** `now` in ms since 1970. */
export function livePage({ channel, headlines }: Board, now: number): PageParts {
  const { language, title, isTest } = channel;
  const say = liveMessages(language);
  const format = ageFormat(language);
  const age = (created: string) => ageOf(created, now, format);
  const board =
    headlines.length === 0
      ? html`<p class="nothing">${say.empty}</p>`
      : html`<ol class="news">
          ${headlines.map((headline) => itemOf(headline, age))}
        </ol>`;
  const body = html`${bar(say, html`<a class="again" href="/live/${channel.name}">${say.reload}</a>`)}
    <main class="wide">
      <header class="head">
        <h1>${isTest && html`<span class="test">${TEST}</span> `}${title}</h1>
        <p>${say.asOf} ${moment(now, channel)}</p>
      </header>
      ${board}
    </main>`;
  const name = isTest ? `${TEST} · ${title}` : title;
  return { lang: language, dir: directionOf(language), title: name, body };
}

export function unknownChannelPage(name: string, language: string): PageParts {
  const say = liveMessages(language);
  const body = html`${bar(say)}
    <main class="wide">
      <header class="head">
        <h1>${say.unknown}</h1>
        <p><bdi dir="ltr">${name}</bdi></p>
      </header>
      <p class="nothing">${say.unknownHow}</p>
      <p><a href="/">${say.home}</a></p>
    </main>`;
  return { lang: language, dir: directionOf(language), title: say.unknown, body };
}

function bar({ hub }: LiveMessages, beside: Markup | '' = ''): Markup {
  return html`<header class="bar wide"><a class="name" href="/">${hub}</a>${beside}</header>`;
}

function itemOf(item: UsableHeadline, age: (created: string) => string): Markup {
  const { headline, language, url, urgency, pinned, summary, source, firstCreated } = item;
  const say = liveMessages(language);
  const own = { lang: language, dir: directionOf(language) };
  return html`<li>
    <article class="${urgency === 1 ? 'urgent' : ''}">
      <h2 lang="${own.lang}" dir="${own.dir}">
        ${urgency === 1 && html`<span class="tag">${say.urgent}</span>`}
        ${url === undefined ? headline : html`<a href="${url}" rel="noopener">${headline}</a>`}
      </h2>
      ${
        summary !== undefined &&
        html`<p class="summary" lang="${own.lang}" dir="${own.dir}">${summary}</p>`
      }
      <p class="aside">
        <time datetime="${firstCreated}">${age(firstCreated)}</time>
        ${source !== undefined && html`<span><bdi>${source}</bdi></span>`}
        ${pinned && html`<span lang="${own.lang}">${say.pinned}</span>`}
      </p>
    </article>
  </li>`;
}

/** The hub does not know where its reader is: the time says which one it is. */
function moment(now: number, { language }: Channel): Markup {
  const format = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  });
  return html`<time datetime="${new Date(now).toISOString()}">${format.format(now)}</time>`;
}
