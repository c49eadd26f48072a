import type { IncomingMessage } from 'node:http';
import type { Connect, Plugin } from 'vite';
import { type Answer, routes } from './handlers.ts';
import { createWorld, type World } from './world.ts';

async function bodyOf(request: IncomingMessage): Promise<never> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  try {
    return JSON.parse(text) as never;
  } catch {
    return {} as never;
  }
}

export function answer(world: World, method: string, url: URL, body: never): Answer {
  const path = url.pathname.replace(/^\/api\/v1/, '');
  for (const [verb, pattern, handler] of routes) {
    const match = verb === method ? pattern.exec(path) : null;
    if (match) return handler(world, match, url.searchParams, body);
  }
  return {
    status: 404,
    body: { status: 404, code: 'not_found', detail: `the mock has no ${method} ${path}` },
  };
}

function middleware(world: World): Connect.NextHandleFunction {
  return async (request, response, next) => {
    const url = new URL(request.url ?? '/', 'http://mock');
    if (!/^\/(api|_allauth)\//.test(url.pathname)) {
      next();
      return;
    }
    const { status, body } = answer(world, request.method ?? 'GET', url, await bodyOf(request));
    response.statusCode = status;
    response.setHeader('Content-Type', 'application/json');
    response.end(body === undefined ? '' : JSON.stringify(body));
  };
}

/** Answers the API from memory while the front end is developed alone (`npm run mock`). */
export function mockBackEnd(): Plugin {
  const answers = middleware(createWorld());
  return {
    name: 'tandem-mock',
    apply: 'serve',
    configureServer: (server) => void server.middlewares.use(answers),
    configurePreviewServer: (server) => void server.middlewares.use(answers),
  };
}
