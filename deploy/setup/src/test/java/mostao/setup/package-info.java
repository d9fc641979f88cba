/** Tests without a broker or a database: what is read, what is refused, and how waiting ends. */
package mostao.setup;
