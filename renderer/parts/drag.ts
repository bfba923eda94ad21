/** What is dragged when a profile or its tile is: its id. */
export const profileMime = 'application/x-patchbay-profile';
