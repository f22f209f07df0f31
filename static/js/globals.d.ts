/** The map library comes as a classic script and brings no types of its own. */
declare const L: any;
