/**
 * The demo borough: Bury with its five neighbourhoods and some of its wards. The names are real; ONS codes stand only
 * where they are certain. Which wards a neighbourhood holds is simplified.
 */
import type { PlaceId } from '@ginnel/base/ids';
import type { Place } from '@ginnel/domain/places';

const BOROUGH = 'bury' as PlaceId;

export const PLACES: readonly Place[] = [
  {
    id: BOROUGH,
    tier: 'borough',
    name: 'Bury',
    tierName: 'borough',
    parentId: null,
    onsCode: 'E08000002',
    about: 'Six towns and the villages between them. Team Bury is everyone who lives, works and helps here.',
  },
  neighbourhood('north', 'North', 'Ramsbottom, Tottington and Brandlesholme, up the valley.'),
  neighbourhood('west', 'West (Radcliffe)', 'Radcliffe and Ainsworth, along the Irwell and the old canal.'),
  neighbourhood('east', 'East', 'Bury town centre, Chesham Fold and the streets around them.'),
  neighbourhood('whitefield', 'Whitefield', 'Whitefield and Unsworth, with Elms at its heart.'),
  neighbourhood('prestwich', 'Prestwich', 'Prestwich village, Sedgley Park and the clough.'),
  ward('radcliffe-west', 'Radcliffe West', 'west', 'The west side of Radcliffe, from the town centre down to the river.'),
  ward('radcliffe-east', 'Radcliffe East', 'west', 'The east side of Radcliffe, with the tram stop and the road to Bury.'),
  ward('radcliffe-north-and-ainsworth', 'Radcliffe North and Ainsworth', 'west', 'The north of Radcliffe and the village of Ainsworth.'),
  ward('ramsbottom', 'Ramsbottom', 'north', 'The town of Ramsbottom and the hills above it.'),
  ward('tottington', 'Tottington', 'north', 'Tottington and the old railway line to Greenmount.'),
  ward('north-manor', 'North Manor', 'north', 'Greenmount, Holcombe and the villages between.'),
  ward('bury-east', 'Bury East', 'east', 'The town centre and the streets east of it.'),
  ward('moorside', 'Moorside', 'east', 'North-east of the town centre, with Chesham Fold.'),
  ward('redvales', 'Redvales', 'east', 'South of the town centre, between the river and the Manchester road.'),
  ward('besses', 'Besses', 'whitefield', 'Besses o’ th’ Barn and the estates around it.'),
  ward('pilkington-park', 'Pilkington Park', 'whitefield', 'The south-west of Whitefield and Outwood.'),
  ward('unsworth', 'Unsworth', 'whitefield', 'Unsworth, Sunny Bank and Hollins.'),
  ward('holyrood', 'Holyrood', 'prestwich', 'The north of Prestwich and Heaton Park’s edge.'),
  ward('sedgley', 'Sedgley', 'prestwich', 'Sedgley Park and the streets around it.'),
  ward('st-marys', 'St Mary’s', 'prestwich', 'Prestwich village and the clough.'),
];

function neighbourhood(id: string, name: string, about: string): Place {
  return { id: id as PlaceId, tier: 'neighbourhood', name, tierName: 'neighbourhood', parentId: BOROUGH, onsCode: null, about };
}

function ward(id: string, name: string, parent: string, about: string): Place {
  return { id: id as PlaceId, tier: 'ward', name, tierName: 'ward', parentId: parent as PlaceId, onsCode: null, about };
}
