/** Ids are strings with a brand, so that one kind of id cannot stand where another is asked for. */
declare const brand: unique symbol;
export type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A document: `k3v9x0q2m4t7w8z1` */
export type DocumentId = Branded<'DocumentId'>;
/** A place of any tier: `radcliffe-west` */
export type PlaceId = Branded<'PlaceId'>;
/** A person with an account, or a guest: `amina-hussain` in the demo borough, else random */
export type PersonId = Branded<'PersonId'>;
/** One way in which a person may act: `imran-shah.officer.streets-and-parks` */
export type CapacityId = Branded<'CapacityId'>;
/** A group, service, agency or business: `radcliffe-litter-pickers` */
export type OrganisationId = Branded<'OrganisationId'>;
