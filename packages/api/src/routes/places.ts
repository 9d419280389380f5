/** Places, from the borough down to its wards, and the organisations that work there. Public. */
import { createRoute, z } from '@hono/zod-openapi';
import { documentSummarySchema } from '../schemas/documents.ts';
import { organisationSchema, placeIdSchema, placeSchema } from '../schemas/places.ts';
import { problemResponses } from '../schemas/problem.ts';
import { json } from './json.ts';

export const listPlaces = createRoute({
  method: 'get',
  path: '/api/places',
  operationId: 'listPlaces',
  summary: 'All places, the borough first',
  tags: ['places'],
  responses: { 200: { description: 'All places', content: json(z.object({ places: z.array(placeSchema) })) } },
});

export const placePageSchema = z
  .object({
    place: placeSchema,
    /** The places above it, the borough first. */
    lineage: z.array(placeSchema),
    children: z.array(placeSchema),
    documents: z.array(documentSummarySchema),
  })
  .openapi('PlacePage');
export type PlacePage = z.infer<typeof placePageSchema>;

export const getPlace = createRoute({
  method: 'get',
  path: '/api/places/{id}',
  operationId: 'getPlace',
  summary: 'One place, what lies above and below it, and its documents',
  tags: ['places'],
  request: { params: z.object({ id: placeIdSchema }) },
  responses: { 200: { description: 'The place', content: json(placePageSchema) }, ...problemResponses('bad-input', 'not-found') },
});

export const listOrganisations = createRoute({
  method: 'get',
  path: '/api/organisations',
  operationId: 'listOrganisations',
  summary: 'Groups, services, agencies and businesses',
  tags: ['places'],
  responses: { 200: { description: 'All organisations', content: json(z.object({ organisations: z.array(organisationSchema) })) } },
});
