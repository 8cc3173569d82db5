/** Until authentication exists everybody who subscribes is the same client. */
export const anonymous = 'anonymous';
