/**
 * Builds container images without a container engine: reads our Containerfiles and writes
 * docker-archive tars by Jib. The same files and the same base give the same bytes.
 *
 * <p>Imports Jib, commons-compress and Jackson; nothing of ours.
 */
package mostao.images;
