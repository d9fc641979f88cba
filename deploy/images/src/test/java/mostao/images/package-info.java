/** Tests of the image builder, on a base of a few bytes. */
package mostao.images;
