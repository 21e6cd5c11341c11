/** Said wherever scores or weights are shown. */
export const NOTICE = 'Not investment advice.'
