/**
 * Puts the service together: its Action table and its tables as the one module of this unit.
 * Nothing else, and nothing imports this.
 */
package mostao.session.boot;
