/** What the page's files owe to their readers, as far as their text shows it. */
package mostao.web;
