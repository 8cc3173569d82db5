import { isResource } from '@medplum/core';
import { Hono } from 'hono';
import type { Service } from '../http/service.ts';
import { notFoundPage } from './pages/errorPage.ts';
import { resourcePage } from './pages/resourcePage.ts';
import { pageReply } from './reply.ts';

/** `/{Type}/{id}`: a stored resource, formatted. */
export function resourceView({ store }: Service): Hono {
  return new Hono().get('/:type{[A-Z][A-Za-z]+}/:id{[A-Za-z0-9.-]{1,64}}', async (c) => {
    const { type, id } = c.req.param();
    // Basic is the service's own memory, with what subscribers keep secret.
    if (type === 'Basic') return pageReply(notFoundPage(`There is no ${type} with this id.`), 404);
    const { status, body } = await store.request({ method: 'GET', path: `${type}/${id}` });
    if (status === 200 && isResource(body)) return pageReply(resourcePage(body));
    return pageReply(notFoundPage(`There is no ${type} with this id.`), 404);
  });
}
