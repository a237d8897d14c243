namespace Atrium.Core.Repository.Properties;

/// <summary>What bounds properties: they are no place for files, which have a quota.</summary>
public static class PropertyLimits
{
    /// <summary>Properties of one node. Clients use a handful; the most that a known one sets is about thirty.</summary>
    public const int MaxOfNode = 100;

    /// <summary>Bytes of a name, its namespace included: a URL and a word.</summary>
    public const int MaxNameBytes = 1024;

    /// <summary>Bytes of all values of one node, names included: a page of a folder is read with all of them.</summary>
    public const int MaxBytesOfNode = 64 * 1024;

    /// <summary>Steps of one patch: as many as set each property, and take each one away.</summary>
    public const int MaxChanges = 2 * MaxOfNode;
}
