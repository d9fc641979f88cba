/** Tests of the explorer's figures. */
package mostao.gateway.explorer;
