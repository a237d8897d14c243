using Atrium.Core.Ports;

namespace Atrium.Core.Repository;

/// <summary>The bytes that a unit stores: those of one request, or pieces that came before.</summary>
internal interface IContentSource
{
    long Size { get; }

    /// <summary>Of all of them; null where they are more than one piece.</summary>
    byte[]? Sha256 { get; }

    /// <summary>Makes them extents of a file, from a position on.</summary>
    /// <param name="tx">The unit.</param>
    /// <param name="node">The file.</param>
    /// <param name="seq">The number of the unit in the space.</param>
    /// <param name="position">Where in the file they begin.</param>
    /// <param name="domain">In which the same bytes are kept once.</param>
    void Write(ICatalogTransaction tx, long node, long seq, long position, long domain);
}
