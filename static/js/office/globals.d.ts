/** The map library comes as a classic script. */
declare const L: any;
